{#- A view: the sums read it once, and seven million rows need not be written. -#}
{{ config(materialized="view") }}

with

measure as (

    select * from {{ ref('event_measure') }}

),

event as (

    select * from {{ ref('judge__event') }}

),

event_mark as (

    select * from {{ ref('judge__event_mark') }}

),

population as (

    select * from {{ ref('judge__population') }}

),

market_group as (

    select * from {{ ref('market_group') }}

)

-- Every event a target speaks of, with the value asked for and whether it carries the mark asked for.
select
    measure.measure,
    measure.statistic,
    measure.is_standardized,
    event.person_id,
    event.age,
    case measure.value
        when 'days' then event.days
        when 'allowed_amount' then event.allowed_amount
        when 'paid_amount' then event.paid_amount
        when 'charge_amount' then event.charge_amount
        when 'line_count' then event.line_count
        when 'diagnosis_count' then event.diagnosis_count
        else 1
    end as event_value,
    case measure.divisor
        when 'allowed_amount' then event.allowed_amount
        when 'charge_amount' then event.charge_amount
    end as divisor,
    (measure.mark is null or marked.event_id is not null)
    and (measure.mark_people is null or mark_population.person_id is not null) as is_marked
from measure
inner join event
    on
    measure.event = event.event
    and event.age between measure.min_age and measure.max_age
    and measure.sex in ('any', event.sex)
left join market_group
    on
    measure.market = market_group.market_group
    and event.market = market_group.market
left join population
    on
    measure.people = population.population
    and event.person_id = population.person_id
left join population as mark_population
    on
    measure.mark_people = mark_population.population
    and event.person_id = mark_population.person_id
left join event_mark as given
    on
    measure.given = given.marks
    and event.event_id = given.event_id
left join event_mark as marked
    on
    measure.mark = marked.marks
    and event.event_id = marked.event_id
where
    (measure.market = 'any' or market_group.market is not null)
    and (measure.people is null or population.person_id is not null)
    and (measure.given is null or given.event_id is not null)
