select
    encounter_id,
    patient_id,
    lower(nullif(trim(visit_type), '')) as encounter_type,
    start_date as encounter_start_date,
    end_date as encounter_end_date,
    nullif(trim(reason), '') as reason,
    nullif(trim(admit_type_code), '') as admit_type_code,
    nullif(trim(admit_source_code), '') as admit_source_code,
    nullif(trim(discharge_status_code), '') as discharge_disposition_code,
    nullif(trim(drg_code), '') as drg_code,
    clinician_id as practitioner_id,
    department_id as location_id
from {{ ref('raw__clinic_encounter') }}
