{%- set discharge_flags = {
    'died': 'died',
    'discharged_home': 'home',
    'home_health': 'home health',
    'skilled_nursing': 'skilled nursing',
    'hospice': 'hospice',
    'acute_transfer': 'acute transfer',
    'against_medical_advice': 'against medical advice',
} -%}

with

encounter as (

    select * from {{ ref('core__encounter') }}

),

stay as (

    select * from {{ ref('readmissions__stay') }}

),

patient as (

    select * from {{ ref('core__patient') }}

),

ms_drg as (

    select * from {{ ref('terminology__ms_drg') }}

),

mdc as (

    select * from {{ ref('terminology__mdc') }}

)

select
    stay.encounter_id,
    stay.person_id,
    stay.sex,
    stay.age,
    stay.race,
    stay.state,
    stay.payer,
    stay.payer_type,
    stay.plan,
    stay.admission_date,
    stay.discharge_date,
    stay.length_of_stay,
    encounter.admit_source_code,
    encounter.admit_source_description,
    encounter.admit_type_code,
    encounter.admit_type_description,
    encounter.discharge_disposition_code,
    encounter.discharge_disposition_description,
    stay.discharge_group,
    {% for flag, group in discharge_flags.items() -%}
    case when stay.discharge_group = '{{ group }}' then 1 else 0 end as {{ flag }}_flag,
    {% endfor -%}
    case
        when {{ dbt.dateadd('day', 30, 'stay.discharge_date') }} >= patient.death_date then 1 else 0
    end as died_within_30_days_flag,
    stay.facility_npi,
    stay.facility_name,
    encounter.attending_provider_id,
    encounter.attending_provider_name,
    stay.drg_code,
    stay.drg_description,
    ms_drg.drg_type,
    ms_drg.relative_weight as drg_weight,
    ms_drg.mdc as mdc_code,
    mdc.description as mdc_description,
    stay.primary_diagnosis_code,
    stay.primary_diagnosis_description,
    stay.diagnosis_ccs,
    stay.diagnosis_ccs_description,
    stay.specialty_cohort,
    encounter.ed_flag,
    encounter.observation_flag,
    encounter.delivery_flag,
    encounter.delivery_type,
    encounter.newborn_flag,
    encounter.nicu_flag,
    stay.planned_flag,
    stay.index_admission_flag,
    stay.days_to_readmit,
    stay.readmit_30_flag,
    stay.unplanned_readmit_30_flag,
    encounter.claim_count,
    stay.paid_amount,
    stay.allowed_amount,
    encounter.charge_amount,
    cast(stay.paid_amount / cast(stay.length_of_stay as double) as double) as paid_per_day,
    stay.data_source
from stay
inner join encounter on stay.encounter_id = encounter.encounter_id
left join patient on stay.person_id = patient.person_id
left join ms_drg on stay.drg_code = ms_drg.ms_drg
left join mdc on ms_drg.mdc = mdc.mdc
