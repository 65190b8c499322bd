-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    result_id,
    patient_id,
    encounter_id,
    accession_number,
    panel_hcpcs_code,
    loinc_code,
    test_name,
    collected_at,
    resulted_at,
    result,
    units,
    reference_range_low,
    reference_range_high,
    abnormal_flag,
    specimen,
    clinician_id
from {{ lake_table('raw', 'clinic_lab_result') }}
