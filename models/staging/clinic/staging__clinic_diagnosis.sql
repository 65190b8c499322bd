select
    diagnosis_id as condition_id,
    patient_id,
    encounter_id,
    lower(nullif(trim(record_type), '')) as condition_type,
    nullif(trim(icd_10_cm_code), '') as source_code,
    rank as condition_rank,
    recorded_date,
    onset_date,
    resolved_date,
    lower(nullif(trim(status), '')) as status,
    nullif(trim(present_on_admission_code), '') as present_on_admit_code
from {{ ref('raw__clinic_diagnosis') }}
