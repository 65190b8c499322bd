with

diagnosis as (

    select
        condition.normalized_code,
        patient.sex,
        min(condition.condition_id) as condition_id,
        count(*) as condition_count
    from {{ ref('core__condition') }} as condition
    inner join {{ ref('core__patient') }} as patient on condition.person_id = patient.person_id
    where patient.sex in ('female', 'male')
    group by
        condition.normalized_code,
        patient.sex

)

select diagnosis.*
from diagnosis
inner join {{ ref('sex_specific_diagnosis') }} as rule
    on {{ code_in('diagnosis.normalized_code', 'rule.icd_10_cm') }} and diagnosis.sex <> rule.sex
