-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    procedure_id,
    patient_id,
    encounter_id,
    procedure_date,
    code_type,
    code,
    modifier_1,
    clinician_id
from {{ lake_table('raw', 'clinic_procedure') }}
