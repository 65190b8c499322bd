with

medical_claim as (

    select * from {{ ref('core__medical_claim') }}

),

diagnosis as (

    select * from {{ ref('preprocessing__claim_diagnosis') }}

),

market as (

    select * from {{ ref('coverage_market') }}

),

diagnosis_count as (

    select
        claim_id,
        count(*) as diagnosis_count
    from diagnosis
    group by claim_id

),

-- Units of an institutional line are days where care is paid by the day.
line as (

    select
        medical_claim_id as event_id,
        claim_type || ' line' as event,
        person_id,
        claim_line_start_date as event_date,
        plan,
        case when claim_type = 'institutional' then service_unit_quantity end as days,
        allowed_amount,
        paid_amount,
        charge_amount,
        null as line_count,
        null as diagnosis_count
    from medical_claim

),

-- Days of a claim are those from the end of service to payment.
claim as (

    select
        medical_claim.claim_id as event_id,
        min(medical_claim.claim_type) || ' claim' as event,
        min(medical_claim.person_id) as person_id,
        min(medical_claim.claim_start_date) as event_date,
        min(medical_claim.plan) as plan,
        {{ days_between('max(medical_claim.claim_end_date)', 'max(medical_claim.paid_date)') }} as days,
        sum(medical_claim.allowed_amount) as allowed_amount,
        sum(medical_claim.paid_amount) as paid_amount,
        sum(medical_claim.charge_amount) as charge_amount,
        count(*) as line_count,
        max(diagnosis_count.diagnosis_count) as diagnosis_count
    from medical_claim
    left join diagnosis_count on medical_claim.claim_id = diagnosis_count.claim_id
    group by medical_claim.claim_id

),

counted as (

    select * from line
    union all
    select * from claim

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
    counted.charge_amount,
    counted.line_count,
    counted.diagnosis_count
from counted
left join market on counted.plan = market.plan
