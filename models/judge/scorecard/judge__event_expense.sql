{{ config(materialized="view") }}

with

person as (

    select * from {{ ref('judge__person') }}

),

medical_claim as (

    select * from {{ ref('core__medical_claim') }}
    where person_id in (select person.person_id from person)

),

pharmacy_claim as (

    select * from {{ ref('core__pharmacy_claim') }}
    where person_id in (select person.person_id from person)

),

code_mark as (

    select * from {{ ref('judge__code_mark') }}

),

market as (

    select * from {{ ref('coverage_market') }}

),

spent as (

    select
        person_id,
        plan,
        cast(date_trunc('month', claim_line_start_date) as date) as event_date,
        claim_type || ' ' || service_category_1 as category,
        allowed_amount,
        paid_amount,
        charge_amount
    from medical_claim
    union all
    select
        person_id,
        plan,
        cast(date_trunc('month', dispensing_date) as date) as event_date,
        'pharmacy' as category,
        allowed_amount,
        paid_amount,
        charge_amount
    from pharmacy_claim

)

-- Everything that is spent, in the month of its service. Deaths after the last day are not known: only what
-- has a year to follow can be judged by them.
select
    'expense' as event,
    spent.person_id,
    spent.event_date,
    market.market,
    spent.allowed_amount,
    spent.paid_amount,
    spent.charge_amount,
    coalesce(code_mark.marks, '')
    || {{ marks({
        'last year of life': 'spent.event_date > person.death_date - 365',
        'a year to follow': 'spent.event_date <= person.day_of_measurement - 365',
    }) }} as marks
from spent
inner join person on spent.person_id = person.person_id
left join market on spent.plan = market.plan
left join code_mark
    on
    code_mark.event = 'expense'
    and code_mark.role = 'category'
    and spent.category = code_mark.code
