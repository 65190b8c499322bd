select
    nullif(trim(note_id), '') as note_id,
    nullif(trim(patient_id), '') as patient_id,
    nullif(trim(encounter_id), '') as encounter_id,
    nullif(trim(note_type), '') as note_type,
    note_date,
    nullif(trim(note_text), '') as note_text,
    nullif(trim(clinician_id), '') as clinician_id
from {{ ref('raw__clinic_note') }}
