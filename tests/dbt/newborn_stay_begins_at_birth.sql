select
    encounter.encounter_id,
    patient.birth_date,
    encounter.encounter_start_date
from {{ ref('core__encounter') }} as encounter
inner join {{ ref('core__patient') }} as patient on encounter.person_id = patient.person_id
where encounter.newborn_flag = 1 and encounter.encounter_start_date <> patient.birth_date
