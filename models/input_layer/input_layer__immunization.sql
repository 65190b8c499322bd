{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

immunization as (

    select * from {{ ref('staging__clinic_immunization') }}

),

patient as (

    select * from {{ ref('staging__clinic_patient') }}

),

extract as (

    select * from {{ ref('staging__extract') }}

)

select
    immunization.immunization_id,
    patient.person_id,
    immunization.patient_id,
    immunization.encounter_id,
    'cvx' as source_code_type,
    immunization.cvx_code as source_code,
    immunization.vaccine_name as source_description,
    'cvx' as normalized_code_type,
    immunization.cvx_code as normalized_code,
    immunization.vaccine_name as normalized_description,
    -- The clinic records the doses it gave, not those refused.
    'completed' as status,
    cast(null as varchar) as status_reason,
    immunization.occurrence_date,
    cast(immunization.dose_number as varchar) as source_dose,
    cast(immunization.dose_number as varchar) as normalized_dose,
    immunization.lot_number,
    immunization.body_site,
    immunization.route,
    immunization.location_id,
    immunization.practitioner_id,
    'clinic' as data_source,
    'clinic_immunization' as file_name,
    extract.ingest_datetime
from immunization
cross join extract
left join patient on immunization.patient_id = patient.patient_id
{% endif %}
