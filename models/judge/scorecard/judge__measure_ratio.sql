with

people as (

    select * from {{ ref('judge__sum_people') }}

),

event as (

    select * from {{ ref('judge__sum_event') }}

),

people_measure as (

    select * from {{ ref('people_measure') }}

),

event_measure as (

    select * from {{ ref('event_measure') }}

),

summed as (

    select
        people.measure,
        people_measure.per,
        people.weight,
        people.numerator,
        people.denominator,
        people.variance
    from people
    inner join people_measure on people.measure = people_measure.measure
    where people_measure.statistic not in ('standard_deviation', 'median', 'geometric_mean')
    union all
    select
        event.measure,
        event_measure.per,
        event.weight,
        event.numerator,
        event.denominator,
        event.variance
    from event
    inner join event_measure on event.measure = event_measure.measure

),

-- Strata nobody lives in carry no weight; a measure without strata is one stratum of weight 1.
weighted as (

    select
        measure,
        per,
        numerator,
        denominator,
        variance,
        coalesce(weight, 1) / sum(coalesce(weight, 1)) over (partition by measure) as weight
    from summed
    where denominator > 0

)

select
    measure,
    max(per) * sum(weight * numerator / denominator) as measured_value,
    cast(sum(numerator) as double) as numerator,
    cast(sum(denominator) as double) as denominator,
    max(per) * sqrt(sum(weight * weight * variance)) as standard_error
from weighted
group by measure
