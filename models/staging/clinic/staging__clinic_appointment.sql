select
    nullif(trim(appointment_id), '') as appointment_id,
    nullif(trim(patient_id), '') as patient_id,
    nullif(trim(encounter_id), '') as encounter_id,
    starts_at as start_datetime,
    duration_minutes as duration,
    nullif(trim(appointment_type), '') as appointment_type,
    lower(nullif(trim(status), '')) as status,
    nullif(trim(reason), '') as reason,
    nullif(trim(cancellation_reason), '') as cancellation_reason,
    nullif(trim(clinician_id), '') as practitioner_id,
    nullif(trim(department_id), '') as location_id
from {{ ref('raw__clinic_appointment') }}
