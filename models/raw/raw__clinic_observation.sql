-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    observation_id,
    patient_id,
    encounter_id,
    panel_id,
    observation_type,
    observed_date,
    loinc_code,
    name,
    result,
    units
from {{ lake_table('raw', 'clinic_observation') }}
