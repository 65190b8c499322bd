with

encounter as (

    select * from {{ ref('core__encounter') }}

),

classified_stay as (

    select * from {{ ref('readmissions__classified_stay') }}

),

followed_stay as (

    select * from {{ ref('readmissions__followed_stay') }}

),

plan_of_stay as (

    select * from {{ ref('utilization__encounter_plan') }}

),

patient as (

    select * from {{ ref('core__patient') }}

),

coverage as (

    select * from {{ ref('cohorts__unbroken_coverage') }}

),

stay as (

    select
        encounter.*,
        classified_stay.diagnosis_ccs,
        classified_stay.diagnosis_ccs_description,
        classified_stay.specialty_cohort,
        classified_stay.diagnosis_exclusion,
        classified_stay.planned_reason,
        followed_stay.is_continued,
        case when not followed_stay.is_continued then followed_stay.next_encounter_id end
            as readmission_encounter_id,
        case when not followed_stay.is_continued then followed_stay.days_to_next_stay end as days_to_readmit,
        discharge_group.discharge_group,
        coverage.coverage_end_date as observed_until_date,
        {{ dbt.dateadd('day', 30, 'encounter.encounter_end_date') }} as last_day_at_risk
    from classified_stay
    inner join encounter on classified_stay.encounter_id = encounter.encounter_id
    inner join followed_stay on classified_stay.encounter_id = followed_stay.encounter_id
    left join {{ ref('discharge_group') }} as discharge_group
        on encounter.discharge_disposition_code = discharge_group.discharge_disposition_code
    left join coverage
        on
        encounter.person_id = coverage.person_id
        and encounter.encounter_end_date between coverage.coverage_start_date and coverage.coverage_end_date

),

judged as (

    select
        stay.*,
        patient.sex,
        patient.race,
        patient.state,
        {{ years_between('patient.birth_date', 'stay.encounter_start_date') }} as age,
        case
            when stay.discharge_group = 'died' then 'died'
            when stay.is_continued then 'continued in another stay'
            when stay.discharge_group in ('acute transfer', 'still a patient', 'against medical advice')
                then stay.discharge_group
            when stay.newborn_flag = 1 or stay.delivery_flag = 1 then 'newborn or delivery'
            when stay.diagnosis_exclusion is not null then stay.diagnosis_exclusion
            when coalesce(stay.drg_code_type, 'ms-drg') = 'ms-drg' and ms_drg.drg_type is null
                then 'no valid DRG'
            -- Who dies within the 30 days was observed to the end.
            when
                coalesce(stay.observed_until_date < stay.last_day_at_risk, true)
                and coalesce(patient.death_date > stay.last_day_at_risk, true)
                then 'observed less than 30 days'
        end as index_exclusion_reason
    from stay
    left join patient on stay.person_id = patient.person_id
    left join {{ ref('terminology__ms_drg') }} as ms_drg
        on stay.drg_code = ms_drg.ms_drg

)

select
    judged.encounter_id,
    judged.person_id,
    judged.sex,
    judged.age,
    judged.race,
    judged.state,
    plan_of_stay.payer,
    plan_of_stay.payer_type,
    plan_of_stay.plan,
    judged.encounter_start_date as admission_date,
    judged.encounter_end_date as discharge_date,
    judged.length_of_stay,
    judged.facility_npi,
    judged.facility_name,
    judged.drg_code,
    judged.drg_description,
    judged.primary_diagnosis_code,
    judged.primary_diagnosis_description,
    judged.diagnosis_ccs,
    judged.diagnosis_ccs_description,
    judged.discharge_group,
    judged.specialty_cohort,
    case when judged.planned_reason is null then 0 else 1 end as planned_flag,
    judged.planned_reason,
    case when judged.index_exclusion_reason is null then 1 else 0 end as index_admission_flag,
    judged.index_exclusion_reason,
    judged.readmission_encounter_id,
    readmission.encounter_start_date as readmission_date,
    judged.days_to_readmit,
    readmission.facility_name as readmission_facility_name,
    readmission.primary_diagnosis_description as readmission_diagnosis_description,
    class_of_readmission.planned_reason as readmission_planned_reason,
    case when judged.index_exclusion_reason is null and judged.days_to_readmit <= 30 then 1 else 0 end
        as readmit_30_flag,
    case
        when
            judged.index_exclusion_reason is null
            and judged.days_to_readmit <= 30
            and class_of_readmission.planned_reason is null
            then 1
        else 0
    end as unplanned_readmit_30_flag,
    judged.paid_amount,
    judged.allowed_amount,
    judged.data_source
from judged
left join plan_of_stay on judged.encounter_id = plan_of_stay.encounter_id
left join encounter as readmission on judged.readmission_encounter_id = readmission.encounter_id
left join classified_stay as class_of_readmission
    on judged.readmission_encounter_id = class_of_readmission.encounter_id
