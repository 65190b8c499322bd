{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

diagnosis as (

    select * from {{ ref('staging__clinic_diagnosis') }}

),

patient as (

    select * from {{ ref('staging__clinic_patient') }}

),

icd_10_cm as (

    select * from {{ ref('terminology__icd_10_cm') }}

),

present_on_admission as (

    select * from {{ ref('terminology__present_on_admission') }}

),

extract as (

    select * from {{ ref('staging__extract') }}

)

select
    diagnosis.condition_id,
    cast(null as varchar) as payer,
    patient.person_id,
    diagnosis.patient_id,
    diagnosis.encounter_id,
    cast(null as varchar) as claim_id,
    diagnosis.recorded_date,
    diagnosis.onset_date,
    diagnosis.resolved_date,
    diagnosis.status,
    diagnosis.condition_type,
    'icd-10-cm' as source_code_type,
    diagnosis.source_code,
    icd_10_cm.description as source_description,
    'icd-10-cm' as normalized_code_type,
    upper(replace(diagnosis.source_code, '.', '')) as normalized_code,
    icd_10_cm.description as normalized_description,
    diagnosis.condition_rank,
    diagnosis.present_on_admit_code,
    present_on_admission.description as present_on_admit_description,
    'clinic' as data_source,
    'clinic_diagnosis' as file_name,
    extract.ingest_datetime
from diagnosis
cross join extract
left join patient on diagnosis.patient_id = patient.patient_id
left join icd_10_cm on upper(replace(diagnosis.source_code, '.', '')) = icd_10_cm.icd_10_cm
left join present_on_admission
    on diagnosis.present_on_admit_code = present_on_admission.present_on_admission_code
{% endif %}
