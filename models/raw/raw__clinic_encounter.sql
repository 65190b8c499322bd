-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    encounter_id,
    patient_id,
    visit_type,
    start_date,
    end_date,
    reason,
    admit_type_code,
    admit_source_code,
    discharge_status_code,
    drg_code,
    clinician_id,
    department_id
from {{ lake_table('raw', 'clinic_encounter') }}
