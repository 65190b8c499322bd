{#- Deaths of a year of age are lived halfway; the last age is open and lives as long as its rate says. -#}
{%- set last_age = 95 -%}

with

measure as (

    select * from {{ ref('life_table_measure') }}

),

person_time as (

    select * from {{ ref('judge__person_time') }}

),

cell as (

    select * from {{ ref('judge__event_cell') }}

),

exposure as (

    select
        sex,
        least(age, {{ last_age }}) as age,
        sum(years) as years,
        0 as deaths
    from person_time
    where time_kind = 'lived'
    group by all
    union all
    select
        sex,
        least(age, {{ last_age }}) as age,
        0 as years,
        sum(event_count) as deaths
    from cell
    where event = 'death'
    group by all

),

by_age as (

    select
        measure.measure,
        exposure.age,
        max(measure.from_age) as from_age,
        sum(exposure.deaths) as deaths,
        sum(exposure.deaths) / sum(exposure.years) as death_rate
    from measure
    inner join exposure
        on
        measure.sex in ('any', exposure.sex)
        and measure.from_age <= exposure.age
    group by
        measure.measure,
        exposure.age

),

chance as (

    select
        *,
        case when age = {{ last_age }} then 1.0 else death_rate / (1 + 0.5 * death_rate) end as death_chance
    from by_age

),

alive as (

    select
        *,
        exp(coalesce(sum(case when age < {{ last_age }} then ln(1 - death_chance) end) over (
            partition by measure order by age rows between unbounded preceding and 1 preceding
        ), 0)) as alive_at_age
    from chance

),

years_lived as (

    select
        *,
        case
            when age = {{ last_age }} then alive_at_age / nullif(death_rate, 0)
            else alive_at_age * (1 - 0.5 * death_chance)
        end as years_at_age
    from alive

),

years_left as (

    select
        *,
        sum(years_at_age) over (
            partition by measure order by age rows between current row and unbounded following
        ) as years_from_age
    from years_lived

),

expected as (

    select
        *,
        lead(years_from_age) over (partition by measure order by age) as years_from_next_age
    from years_left

)

-- Chiang's variance: that of each age's chance of death, times the square of the years it takes away.
select
    measure,
    max(years_from_age) filter (where age = from_age) as measured_value,
    cast(sum(deaths) as double) as numerator,
    cast(null as double) as denominator,
    sqrt(sum(
        power(years_from_next_age / nullif(1 - death_chance, 0) + 0.5 * alive_at_age, 2)
        * power(death_chance, 2) * (1 - death_chance) / nullif(deaths, 0)
    )) as standard_error
from expected
group by measure
