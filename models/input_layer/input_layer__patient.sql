{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

patient as (

    select * from {{ ref('staging__clinic_patient') }}

),

extract as (

    select * from {{ ref('staging__extract') }}

)

select
    patient.person_id,
    patient.patient_id,
    patient.name_suffix,
    patient.first_name,
    patient.middle_name,
    patient.last_name,
    patient.sex,
    patient.race,
    patient.birth_date,
    patient.death_date,
    cast(patient.death_date is not null as integer) as death_flag,
    patient.social_security_number,
    patient.address,
    patient.city,
    patient.state,
    patient.zip_code,
    patient.county,
    patient.latitude,
    patient.longitude,
    patient.phone,
    patient.email,
    patient.ethnicity,
    'clinic' as data_source,
    'clinic_patient' as file_name,
    extract.ingest_datetime
from patient
cross join extract
{% endif %}
