-- A claim is the plan's when its first day is covered: a plan that ends during a stay pays the stay out.
with

claim as (

    select
        claim_id,
        person_id,
        member_id,
        payer,
        plan,
        claim_start_date as service_date
    from {{ ref('core__medical_claim') }}

    union all

    select
        claim_id,
        person_id,
        member_id,
        payer,
        plan,
        dispensing_date as service_date
    from {{ ref('core__pharmacy_claim') }}

)

select claim.*
from claim
left join {{ ref('core__coverage') }} as coverage
    on
    claim.person_id = coverage.person_id
    and claim.member_id = coverage.member_id
    and claim.payer = coverage.payer
    and claim.plan = coverage.plan
    and claim.service_date between coverage.enrollment_start_date and coverage.enrollment_end_date
where coverage.person_id is null
