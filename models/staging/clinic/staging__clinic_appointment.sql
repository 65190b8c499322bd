select
    appointment_id,
    patient_id,
    encounter_id,
    starts_at as start_datetime,
    duration_minutes as duration,
    nullif(trim(appointment_type), '') as appointment_type,
    lower(nullif(trim(status), '')) as status,
    nullif(trim(reason), '') as reason,
    nullif(trim(cancellation_reason), '') as cancellation_reason,
    clinician_id as practitioner_id,
    department_id as location_id
from {{ ref('raw__clinic_appointment') }}
