{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

appointment as (

    select * from {{ ref('staging__clinic_appointment') }}

),

patient as (

    select * from {{ ref('staging__clinic_patient') }}

)

select
    appointment.appointment_id,
    patient.person_id,
    appointment.patient_id,
    appointment.encounter_id,
    appointment.start_datetime,
    {{ dbt.dateadd('minute', 'appointment.duration', 'appointment.start_datetime') }} as end_datetime,
    appointment.duration,
    appointment.location_id,
    appointment.practitioner_id,
    cast(null as varchar) as type_code,
    appointment.appointment_type as type_description,
    appointment.status as status_code,
    appointment.status as status_description,
    appointment.reason,
    appointment.cancellation_reason,
    'clinic' as data_source
from appointment
left join patient on appointment.patient_id = patient.patient_id
{% endif %}
