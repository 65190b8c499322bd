with

measure as (

    select * from {{ ref('event_measure') }}

),

selected as (

    select * from {{ ref('judge__selected_event') }}

),

person_time as (

    select * from {{ ref('judge__person_time') }}

),

cell as (

    select * from {{ ref('judge__event_cell') }}

),

population as (

    select * from {{ ref('judge__population') }}

),

standard as (

    select * from {{ ref('standard_population') }}

),

-- A rate counts marked events over the time lived or covered; other statistics set marked events against all.
part as (

    select
        measure,
        person_id,
        age,
        is_standardized,
        case
            when statistic = 'share' then case when is_marked then event_count else 0 end
            when statistic in ('value_share', 'rate') then case when is_marked then event_value else 0 end
            else event_value
        end as numerator,
        case statistic
            when 'rate' then 0
            when 'value_share' then event_value
            when 'value_ratio' then divisor
            else event_count
        end as denominator
    from selected
    where statistic <> 'median' and event_value is not null
    union all
    select
        measure.measure,
        person_time.person_id,
        person_time.age,
        measure.is_standardized,
        0 as numerator,
        person_time.years as denominator
    from measure
    inner join person_time
        on
        measure.time_kind = person_time.time_kind
        and measure.market = person_time.market_group
        and person_time.age between measure.min_age and measure.max_age
        and measure.sex in ('any', person_time.sex)
    left join population
        on
        measure.people = population.population
        and person_time.person_id = population.person_id
    where
        measure.statistic = 'rate'
        and (measure.people is null or population.person_id is not null)

),

every_age as (

    select age from person_time
    union
    select age from cell

),

stratum as (

    select
        every_age.age,
        standard.min_age as stratum,
        standard.weight
    from every_age
    inner join standard on every_age.age between standard.min_age and standard.max_age

),

by_person as (

    select
        part.measure,
        part.person_id,
        stratum.stratum,
        max(stratum.weight) as weight,
        sum(part.numerator) as numerator,
        sum(part.denominator) as denominator
    from part
    left join stratum on case when part.is_standardized then part.age end = stratum.age
    group by
        part.measure,
        part.person_id,
        stratum.stratum

)

select
    measure,
    stratum,
    max(weight) as weight,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    {{ ratio_variance('numerator', 'denominator') }} as variance
from by_person
group by
    measure,
    stratum
