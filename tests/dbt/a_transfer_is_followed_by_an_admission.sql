-- Discharge status 02 sends a patient to another hospital, which bills a stay of its own while the coverage lasts.
with

stay as (

    select * from {{ ref('core__encounter') }}
    where encounter_group = 'inpatient' and encounter_source_type = 'claim'

),

eligibility as (

    select * from {{ ref('core__eligibility') }}

)

select
    sent.encounter_id,
    sent.encounter_end_date
from stay as sent
where
    sent.encounter_type = 'acute inpatient'
    and sent.discharge_disposition_code = '02'
    and exists (
        select 1
        from eligibility
        where
            eligibility.person_id = sent.person_id
            and sent.encounter_end_date + 1 between
            eligibility.enrollment_start_date and eligibility.enrollment_end_date
    )
    and not exists (
        select 1
        from stay as received
        where
            received.person_id = sent.person_id
            and received.encounter_id != sent.encounter_id
            and received.encounter_start_date between sent.encounter_end_date and sent.encounter_end_date + 1
    )
