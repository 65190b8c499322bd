{#- A view: the sums read it once, and millions of rows need not be written. -#}
{{ config(materialized="view") }}

with

cell as (

    select * from {{ ref('judge__event_cell') }}

),

measure as (

    select * from {{ ref('judge__event_mark') }}

),

population as (

    select * from {{ ref('judge__population') }}

),

market_group as (

    select * from {{ ref('market_group') }}

)

-- The events that each measure speaks of, with the sum asked for and whether they carry the mark asked for.
select
    measure.measure,
    measure.statistic,
    measure.is_standardized,
    cell.person_id,
    cell.age,
    cell.event_count,
    case measure.value
        when 'days' then cell.days
        when 'allowed_amount' then cell.allowed_amount
        when 'paid_amount' then cell.paid_amount
        when 'charge_amount' then cell.charge_amount
        when 'line_count' then cell.line_count
        when 'diagnosis_count' then cell.diagnosis_count
        else cell.event_count
    end as event_value,
    case measure.divisor
        when 'allowed_amount' then cell.allowed_amount
        when 'charge_amount' then cell.charge_amount
    end as divisor,
    measure.is_marked and (measure.mark_people is null or mark_population.person_id is not null) as is_marked
from measure
inner join cell
    on
    measure.event = cell.event
    and measure.marks = cell.marks
    and cell.age between measure.min_age and measure.max_age
    and measure.sex in ('any', cell.sex)
left join market_group
    on
    measure.market = market_group.market_group
    and cell.market = market_group.market
left join population
    on
    measure.people = population.population
    and cell.person_id = population.person_id
left join population as mark_population
    on
    measure.mark_people = mark_population.population
    and cell.person_id = mark_population.person_id
where
    (measure.market = 'any' or market_group.market is not null)
    and (measure.people is null or population.person_id is not null)
