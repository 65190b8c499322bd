-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    immunization_id,
    patient_id,
    encounter_id,
    cvx_code,
    vaccine_name,
    occurrence_date,
    dose_number,
    lot_number,
    body_site,
    route,
    clinician_id,
    department_id
from {{ lake_table('raw', 'clinic_immunization') }}
