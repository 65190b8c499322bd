select
    result_id as lab_result_id,
    patient_id,
    encounter_id,
    accession_number,
    nullif(trim(panel_hcpcs_code), '') as panel_hcpcs_code,
    nullif(trim(loinc_code), '') as loinc_code,
    nullif(trim(test_name), '') as test_name,
    collected_at as collection_datetime,
    resulted_at as result_datetime,
    nullif(trim(result), '') as result,
    nullif(trim(units), '') as units,
    nullif(trim(reference_range_low), '') as reference_range_low,
    nullif(trim(reference_range_high), '') as reference_range_high,
    nullif(trim(abnormal_flag), '') as abnormal_flag,
    nullif(trim(specimen), '') as specimen,
    clinician_id as ordering_practitioner_id
from {{ ref('raw__clinic_lab_result') }}
