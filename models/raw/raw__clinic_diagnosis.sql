-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    diagnosis_id,
    patient_id,
    encounter_id,
    record_type,
    icd_10_cm_code,
    rank,
    recorded_date,
    onset_date,
    resolved_date,
    status,
    present_on_admission_code
from {{ lake_table('raw', 'clinic_diagnosis') }}
