-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    note_id,
    patient_id,
    encounter_id,
    note_type,
    note_date,
    note_text,
    clinician_id
from {{ lake_table('raw', 'clinic_note') }}
