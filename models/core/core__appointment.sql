{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

appointment as (

    select * from {{ ref('input_layer__appointment') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    appointment.appointment_id,
    appointment.person_id,
    appointment.patient_id,
    appointment.encounter_id,
    appointment.start_datetime,
    appointment.end_datetime,
    appointment.duration,
    appointment.location_id,
    appointment.practitioner_id,
    appointment.type_code,
    appointment.type_description,
    appointment_type.type_code_norm,
    appointment_type.type_description_norm,
    appointment.status_code,
    appointment.status_description,
    -- The clinic already writes the standard words for a status.
    appointment.status_code as status_code_norm,
    appointment.status_description as status_description_norm,
    appointment.reason,
    appointment.cancellation_reason,
    cast(null as varchar) as cancellation_reason_code_norm,
    cast(null as varchar) as cancellation_reason_description_norm,
    appointment.data_source,
    last_run.tuva_last_run
from appointment
cross join last_run
left join {{ ref('appointment_type') }} as appointment_type
    on appointment.type_description = appointment_type.type_description
{% endif %}
