-- Discharge status 02 sends a patient to another hospital, which bills a stay of its own while the coverage
-- lasts, be it paid or denied.
with

bill as (

    select * from {{ ref('staging__payer_institutional_claim') }}
    where left(bill_type_code, 2) = '11'

),

enrollment as (

    select * from {{ ref('staging__payer_enrollment') }}

)

select
    sent.claim_id,
    sent.claim_end_date
from bill as sent
inner join enrollment
    on
    sent.member_id = enrollment.member_id
    and sent.plan = enrollment.plan
    and sent.claim_end_date + 1 between enrollment.enrollment_start_date and enrollment.enrollment_end_date
left join bill as received
    on
    sent.member_id = received.member_id
    and sent.facility_npi != received.facility_npi
    and received.admission_date between sent.claim_end_date and sent.claim_end_date + 1
where
    sent.discharge_disposition_code = '02'
    and received.claim_id is null
