with

stay as (

    select
        encounter_id,
        primary_diagnosis_code
    from {{ ref('core__encounter') }}
    where encounter_type = 'acute inpatient' and encounter_source_type = 'claim'

),

procedure_of_stay as (

    select distinct
        procedure.encounter_id,
        procedure.normalized_code as icd_10_pcs
    from {{ ref('core__procedure') }} as procedure
    inner join stay on procedure.encounter_id = stay.encounter_id
    where procedure.normalized_code_type = 'icd-10-pcs'

),

diagnosis_group as (

    select * from {{ ref('terminology__icd_10_cm_ccs') }}

),

procedure_group as (

    select * from {{ ref('terminology__icd_10_pcs') }}

),

diagnosis_rule as (

    select * from {{ ref('readmission_diagnosis') }}

),

procedure_rule as (

    select * from {{ ref('readmission_procedure') }}

),

-- Rules are asked once for each code, not for each stay.
diagnosis as (

    select
        diagnosis_group.icd_10_cm,
        diagnosis_group.ccs,
        diagnosis_group.ccs_description,
        max(case when diagnosis_rule.rule = 'always planned' then 1 else 0 end) as is_always_planned,
        max(case when diagnosis_rule.rule = 'acute' then 1 else 0 end) as is_acute,
        min(case when diagnosis_rule.rule = 'index exclusion' then diagnosis_rule.value end) as exclusion,
        min(case when diagnosis_rule.rule = 'specialty cohort' then diagnosis_rule.value end) as cohort
    from (select distinct primary_diagnosis_code from stay) as code
    inner join diagnosis_group on code.primary_diagnosis_code = diagnosis_group.icd_10_cm
    left join diagnosis_rule
        on
        (diagnosis_rule.ccs is null or diagnosis_group.ccs = diagnosis_rule.ccs)
        and {{ code_in('diagnosis_group.icd_10_cm', 'diagnosis_rule.icd_10_cm') }}
        and {{ code_in('substring(diagnosis_group.icd_10_cm, 7)', 'diagnosis_rule.seventh_character') }}
    group by
        diagnosis_group.icd_10_cm,
        diagnosis_group.ccs,
        diagnosis_group.ccs_description

),

procedure_code as (

    select
        code.icd_10_pcs,
        procedure_rule.rule
    from (select distinct icd_10_pcs from procedure_of_stay) as code
    left join procedure_group on code.icd_10_pcs = procedure_group.icd_10_pcs
    inner join procedure_rule
        on
        (procedure_rule.ccs is null or procedure_group.ccs = procedure_rule.ccs)
        and {{ code_in('code.icd_10_pcs', 'procedure_rule.icd_10_pcs') }}

),

operated as (

    select
        procedure_of_stay.encounter_id,
        max(case when procedure_code.rule = 'always planned' then 1 else 0 end) as is_always_planned,
        max(case when procedure_code.rule = 'potentially planned' then 1 else 0 end) as is_elective,
        max(case when procedure_code.rule = 'surgery' then 1 else 0 end) as is_surgery
    from procedure_of_stay
    inner join procedure_code on procedure_of_stay.icd_10_pcs = procedure_code.icd_10_pcs
    group by procedure_of_stay.encounter_id

)

select
    stay.encounter_id,
    diagnosis.ccs as diagnosis_ccs,
    diagnosis.ccs_description as diagnosis_ccs_description,
    -- Operations make a cohort of their own, whatever the diagnosis; what no rule names is medicine.
    case
        when operated.is_surgery = 1 then 'surgery and gynecology'
        else coalesce(diagnosis.cohort, 'medicine')
    end as specialty_cohort,
    case
        when diagnosis.icd_10_cm is null then 'no valid diagnosis'
        when diagnosis.exclusion = 'cancer without surgery' and operated.is_surgery = 1 then null
        else diagnosis.exclusion
    end as diagnosis_exclusion,
    case
        when operated.is_always_planned = 1 then 'always planned procedure'
        when diagnosis.is_always_planned = 1 then 'always planned diagnosis'
        when operated.is_elective = 1 and coalesce(diagnosis.is_acute, 0) = 0
            then 'planned procedure without acute diagnosis'
    end as planned_reason
from stay
left join diagnosis on stay.primary_diagnosis_code = diagnosis.icd_10_cm
left join operated on stay.encounter_id = operated.encounter_id
