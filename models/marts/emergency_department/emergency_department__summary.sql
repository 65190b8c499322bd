with

-- Visits that became a stay are part of it: the stay stands for them.
visit as (

    select
        *,
        {{ days_between("cast('1970-01-01' as date)", 'encounter_start_date') }} as day_number
    from {{ ref('core__encounter') }}
    where
        encounter_source_type = 'claim'
        and (encounter_type = 'emergency department' or (encounter_group = 'inpatient' and ed_flag = 1))

),

plan_of_visit as (

    select * from {{ ref('utilization__encounter_plan') }}

),

patient as (

    select * from {{ ref('core__patient') }}

),

discharge_group as (

    select * from {{ ref('discharge_group') }}

),

diagnosis_group as (

    select * from {{ ref('terminology__icd_10_cm_ccs') }}

),

counted as (

    select
        *,
        count(*) over (
            partition by person_id
            order by day_number
            range between 365 preceding and 1 preceding
        ) as visits_in_year_before
    from visit

)

select
    counted.encounter_id,
    counted.person_id,
    patient.sex,
    {{ years_between('patient.birth_date', 'counted.encounter_start_date') }} as age,
    patient.race,
    patient.state,
    plan_of_visit.payer,
    plan_of_visit.payer_type,
    plan_of_visit.plan,
    counted.encounter_type,
    counted.encounter_start_date as visit_date,
    {{ day_name('counted.encounter_start_date') }} as day_of_week,
    counted.encounter_end_date,
    counted.facility_npi,
    counted.facility_name,
    counted.attending_provider_id,
    counted.attending_provider_name,
    counted.primary_diagnosis_code,
    counted.primary_diagnosis_description,
    diagnosis_group.ccs as diagnosis_ccs,
    diagnosis_group.ccs_description as diagnosis_ccs_description,
    case when counted.encounter_group = 'inpatient' then 1 else 0 end as admitted_flag,
    case when discharge_group.discharge_group = 'died' then 1 else 0 end as died_flag,
    case
        when counted.encounter_group = 'inpatient' then 'admitted'
        -- A clinician's bill alone does not say where the patient went.
        else coalesce(discharge_group.discharge_group, 'not known')
    end as visit_outcome,
    counted.observation_flag,
    counted.ambulance_flag,
    cast(counted.visits_in_year_before as integer) as visits_in_year_before,
    case when counted.visits_in_year_before >= 4 then 1 else 0 end as frequent_user_flag,
    counted.claim_count,
    counted.paid_amount,
    counted.allowed_amount,
    counted.charge_amount,
    counted.data_source
from counted
left join patient on counted.person_id = patient.person_id
left join plan_of_visit on counted.encounter_id = plan_of_visit.encounter_id
left join discharge_group
    on counted.discharge_disposition_code = discharge_group.discharge_disposition_code
left join diagnosis_group on counted.primary_diagnosis_code = diagnosis_group.icd_10_cm
