select
    encounter.encounter_id,
    encounter.encounter_type
from {{ ref('core__encounter') }} as encounter
left join {{ ref('acute_inpatient__summary') }} as stay on encounter.encounter_id = stay.encounter_id
left join {{ ref('emergency_department__summary') }} as visit on encounter.encounter_id = visit.encounter_id
where
    encounter.encounter_source_type = 'claim'
    and (
        (encounter.encounter_type = 'acute inpatient' and stay.encounter_id is null)
        or (encounter.encounter_type = 'emergency department' and visit.encounter_id is null)
    )
