{{ config(materialized="view") }}

with

care as (

    select * from {{ ref('judge__care') }}

),

mark_care as (

    select * from {{ ref('judge__mark_care') }}

),

asked_mark as (

    select * from {{ ref('judge__asked_mark') }}

),

market_group as (

    select * from {{ ref('market_group') }}

),

payer_mark as (

    select
        asked_mark.event,
        market_group.market,
        {{ joined("asked_mark.mark || '|'") }} as marks
    from asked_mark
    inner join market_group on asked_mark.mark = 'payer.' || market_group.market_group
    group by
        asked_mark.event,
        market_group.market

)

select
    care.event,
    care.person_id,
    care.event_date,
    care.market,
    care.days,
    care.allowed_amount,
    care.paid_amount,
    coalesce(mark_care.marks, '')
    || coalesce(payer_mark.marks, '')
    || {{ marks({
        'season.winter': "care.event = 'office based visit' and month(care.event_date) in (12, 1, 2, 3)",
    }) }} as marks
from care
left join mark_care
    on
    care.encounter_id = mark_care.encounter_id
    and care.event = mark_care.event
left join payer_mark
    on
    care.event = payer_mark.event
    and care.market = payer_mark.market
