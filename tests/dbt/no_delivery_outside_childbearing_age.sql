-- 12 to 55 years: the ages that the Medicare Code Editor takes for maternity.
select
    encounter.encounter_id,
    patient.birth_date,
    encounter.encounter_start_date
from {{ ref('core__encounter') }} as encounter
inner join {{ ref('core__patient') }} as patient on encounter.person_id = patient.person_id
where
    encounter.delivery_flag = 1
    and {{ years_between('patient.birth_date', 'encounter.encounter_start_date') }} not between 12 and 55
