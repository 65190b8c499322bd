{{ config(materialized="view") }}

with

person as (

    select * from {{ ref('judge__person') }}

),

medical_claim as (

    select * from {{ ref('core__medical_claim') }}
    where person_id in (select person.person_id from person)

),

diagnosis as (

    select * from {{ ref('core__condition') }}
    where claim_id is not null and person_id in (select person.person_id from person)

),

code_mark as (

    select * from {{ ref('judge__code_mark') }}

),

market as (

    select * from {{ ref('coverage_market') }}

),

-- Days of a claim are those from the end of service to payment.
claim as (

    select
        claim_id,
        min(claim_type) || ' claim' as event,
        min(person_id) as person_id,
        min(claim_start_date) as event_date,
        min(plan) as plan,
        min(bill_type_code) as bill_type_code,
        {{ days_between('max(claim_end_date)', 'max(paid_date)') }} as days,
        sum(allowed_amount) as allowed_amount,
        sum(paid_amount) as paid_amount,
        sum(charge_amount) as charge_amount,
        count(*) as line_count
    from medical_claim
    group by claim_id

),

diagnosis_count as (

    select
        claim_id,
        count(*) as diagnosis_count
    from diagnosis
    group by claim_id

)

select
    claim.event,
    claim.person_id,
    claim.event_date,
    market.market,
    claim.days,
    claim.allowed_amount,
    claim.paid_amount,
    claim.charge_amount,
    claim.line_count,
    diagnosis_count.diagnosis_count,
    coalesce(code_mark.marks, '')
    || {{ marks({'paid in 30 days': 'claim.days <= 30', 'paid in 90 days': 'claim.days <= 90'}) }} as marks
from claim
left join diagnosis_count on claim.claim_id = diagnosis_count.claim_id
left join market on claim.plan = market.plan
left join code_mark
    on
    code_mark.role = 'bill'
    and claim.event = code_mark.event
    and claim.bill_type_code = code_mark.code
