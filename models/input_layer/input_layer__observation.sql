{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

observation as (

    select * from {{ ref('staging__clinic_observation') }}

),

patient as (

    select * from {{ ref('staging__clinic_patient') }}

),

extract as (

    select * from {{ ref('staging__extract') }}

)

select
    observation.observation_id,
    patient.person_id,
    cast(null as varchar) as payer,
    observation.patient_id,
    observation.encounter_id,
    observation.panel_id,
    observation.observation_date,
    observation.observation_type,
    'loinc' as source_code_type,
    observation.loinc_code as source_code,
    observation.name as source_description,
    'loinc' as normalized_code_type,
    observation.loinc_code as normalized_code,
    observation.name as normalized_description,
    observation.result,
    observation.units as source_units,
    observation.units as normalized_units,
    cast(null as varchar) as source_reference_range_low,
    cast(null as varchar) as source_reference_range_high,
    cast(null as varchar) as normalized_reference_range_low,
    cast(null as varchar) as normalized_reference_range_high,
    'clinic' as data_source,
    'clinic_observation' as file_name,
    extract.ingest_datetime
from observation
cross join extract
left join patient on observation.patient_id = patient.patient_id
{% endif %}
