select
    nullif(trim(observation_id), '') as observation_id,
    nullif(trim(patient_id), '') as patient_id,
    nullif(trim(encounter_id), '') as encounter_id,
    nullif(trim(panel_id), '') as panel_id,
    lower(nullif(trim(observation_type), '')) as observation_type,
    observed_date as observation_date,
    nullif(trim(loinc_code), '') as loinc_code,
    nullif(trim(name), '') as name,
    nullif(trim(result), '') as result,
    nullif(trim(units), '') as units
from {{ ref('raw__clinic_observation') }}
