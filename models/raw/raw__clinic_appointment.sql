-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    appointment_id,
    patient_id,
    encounter_id,
    starts_at,
    duration_minutes,
    appointment_type,
    status,
    reason,
    cancellation_reason,
    clinician_id,
    department_id
from {{ lake_table('raw', 'clinic_appointment') }}
