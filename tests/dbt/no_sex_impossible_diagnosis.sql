select
    condition.condition_id,
    condition.normalized_code,
    patient.sex
from {{ ref('core__condition') }} as condition
inner join {{ ref('core__patient') }} as patient on condition.person_id = patient.person_id
inner join {{ ref('sex_specific_diagnosis') }} as rule
    on {{ code_in('condition.normalized_code', 'rule.icd_10_cm') }} and patient.sex <> rule.sex
where patient.sex in ('female', 'male')
