-- Who lies in a hospital goes to no office; the day of admission and that of discharge may see both.
with

encounter as (

    select * from {{ ref('core__encounter') }}

)

select
    visit.encounter_id,
    stay.encounter_id as stay_encounter_id,
    visit.encounter_start_date
from encounter as visit
inner join encounter as stay
    on
    visit.person_id = stay.person_id
    and visit.encounter_start_date > stay.encounter_start_date
    and visit.encounter_start_date < stay.encounter_end_date
where
    visit.encounter_type in ('office visit', 'telehealth', 'urgent care')
    and stay.encounter_type in ('acute inpatient', 'inpatient psych')
