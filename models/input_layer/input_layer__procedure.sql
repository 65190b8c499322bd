{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

procedures as (

    select * from {{ ref('staging__clinic_procedure') }}

),

patient as (

    select * from {{ ref('staging__clinic_patient') }}

),

extract as (

    select * from {{ ref('staging__extract') }}

)

select
    procedures.procedure_id,
    patient.person_id,
    procedures.patient_id,
    procedures.encounter_id,
    cast(null as varchar) as claim_id,
    procedures.procedure_date,
    procedures.source_code_type,
    procedures.source_code,
    cast(null as varchar) as source_description,
    procedures.source_code_type as normalized_code_type,
    upper(replace(procedures.source_code, '.', '')) as normalized_code,
    cast(null as varchar) as normalized_description,
    procedures.modifier_1,
    cast(null as varchar) as modifier_2,
    cast(null as varchar) as modifier_3,
    cast(null as varchar) as modifier_4,
    cast(null as varchar) as modifier_5,
    procedures.practitioner_id,
    'clinic' as data_source,
    'clinic_procedure' as file_name,
    extract.ingest_datetime
from procedures
cross join extract
left join patient on procedures.patient_id = patient.patient_id
{% endif %}
