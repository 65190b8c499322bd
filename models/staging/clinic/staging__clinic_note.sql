select
    note_id,
    patient_id,
    encounter_id,
    nullif(trim(note_type), '') as note_type,
    note_date,
    nullif(trim(note_text), '') as note_text,
    clinician_id
from {{ ref('raw__clinic_note') }}
