with

measure as (

    select * from {{ ref('people_measure') }}

),

everyone as (

    select * from {{ ref('judge__person') }}

),

trait as (

    select * from {{ ref('judge__trait') }}

),

population as (

    select * from {{ ref('judge__population') }}

),

standard as (

    select * from {{ ref('standard_population') }}

),

person as (

    select
        everyone.person_id,
        everyone.sex,
        everyone.age,
        everyone.vital_status,
        standard.min_age as stratum,
        standard.weight
    from everyone
    left join standard on everyone.age between standard.min_age and standard.max_age

),

asked as (

    select
        measure.measure,
        measure.trait,
        measure.amount_trait,
        measure.statistic,
        coalesce(measure.low, 1e-9) as low,
        coalesce(measure.high, cast('inf' as double)) as high,
        person.person_id,
        case when measure.is_standardized then person.stratum end as stratum,
        case when measure.is_standardized then person.weight end as weight
    from measure
    inner join person
        on
        person.age between measure.min_age and measure.max_age
        and measure.sex in ('any', person.sex)
        and measure.vital_status in ('any', person.vital_status)
    left join population
        on
        measure.people = population.population
        and person.person_id = population.person_id
    where measure.people is null or population.person_id is not null

),

valued as (

    select
        asked.measure,
        asked.statistic,
        asked.stratum,
        asked.weight,
        trait.trait_value,
        coalesce(amount.trait_value, 0) as amount,
        coalesce(trait.trait_value, 0) >= asked.low
        and coalesce(trait.trait_value, 0) < asked.high as has_trait
    from asked
    left join trait
        on asked.person_id = trait.person_id and asked.trait = trait.trait
    left join trait as amount
        on asked.person_id = amount.person_id and asked.amount_trait = amount.trait
    where
        trait.trait_value is not null
        or asked.statistic in ('share', 'mean_of_all', 'ratio', 'amount_share')

),

contribution as (

    select
        measure,
        stratum,
        weight,
        case when statistic in ('standard_deviation', 'median') then trait_value end as spread_value,
        case when statistic = 'geometric_mean' and trait_value > 0 then ln(trait_value) end as spread_log,
        case
            when statistic in ('share', 'share_of_measured') then cast(has_trait as integer)
            when statistic = 'amount_share' then case when has_trait then amount else 0 end
            else coalesce(trait_value, 0)
        end as numerator,
        case when statistic in ('ratio', 'amount_share') then amount else 1 end as denominator
    from valued

)

select
    measure,
    stratum,
    max(weight) as weight,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    {{ ratio_variance('numerator', 'denominator') }} as variance,
    stddev_samp(spread_value) as standard_deviation,
    median(spread_value) as median_value,
    avg(spread_log) as mean_log,
    stddev_samp(spread_log) as log_deviation
from contribution
group by
    measure,
    stratum
