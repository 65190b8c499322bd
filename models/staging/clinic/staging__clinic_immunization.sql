select
    immunization_id,
    patient_id,
    encounter_id,
    nullif(trim(cvx_code), '') as cvx_code,
    nullif(trim(vaccine_name), '') as vaccine_name,
    occurrence_date,
    dose_number,
    nullif(trim(lot_number), '') as lot_number,
    nullif(trim(body_site), '') as body_site,
    nullif(trim(route), '') as route,
    clinician_id as practitioner_id,
    department_id as location_id
from {{ ref('raw__clinic_immunization') }}
