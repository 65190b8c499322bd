with

medical_claim as (

    select * from {{ ref('core__medical_claim') }}

),

pharmacy_claim as (

    select * from {{ ref('core__pharmacy_claim') }}

),

market as (

    select * from {{ ref('coverage_market') }}

),

-- Days of a fill are those it lasts; those of its payment are another event.
fill as (

    select
        pharmacy_claim_id as event_id,
        'fill' as event,
        person_id,
        dispensing_date as event_date,
        plan,
        days_supply as days,
        allowed_amount,
        paid_amount,
        charge_amount
    from pharmacy_claim
    union all
    select
        pharmacy_claim_id as event_id,
        'paid fill' as event,
        person_id,
        dispensing_date as event_date,
        plan,
        {{ days_between('dispensing_date', 'paid_date') }} as days,
        allowed_amount,
        paid_amount,
        charge_amount
    from pharmacy_claim

),

-- Everything that is spent, summed by person, plan, month and category: no target asks for single lines.
spent as (

    select
        person_id,
        plan,
        date_trunc('month', claim_line_start_date) as month_start,
        claim_type || ' ' || service_category_1 as category,
        allowed_amount,
        paid_amount,
        charge_amount
    from medical_claim
    union all
    select
        person_id,
        plan,
        date_trunc('month', dispensing_date) as month_start,
        'pharmacy' as category,
        allowed_amount,
        paid_amount,
        charge_amount
    from pharmacy_claim

),

expense as (

    select
        'expense|' || person_id || '|' || plan || '|' || month_start || '|' || category as event_id,
        'expense' as event,
        person_id,
        month_start as event_date,
        plan,
        null as days,
        sum(allowed_amount) as allowed_amount,
        sum(paid_amount) as paid_amount,
        sum(charge_amount) as charge_amount
    from spent
    group by
        person_id,
        plan,
        month_start,
        category

),

counted as (

    select * from fill
    union all
    select * from expense

)

select
    counted.event_id,
    counted.event,
    counted.person_id,
    counted.event_date,
    market.market,
    counted.days,
    counted.allowed_amount,
    counted.paid_amount,
    counted.charge_amount
from counted
left join market on counted.plan = market.plan
