select
    observation_id,
    patient_id,
    encounter_id,
    panel_id,
    lower(nullif(trim(observation_type), '')) as observation_type,
    observed_date as observation_date,
    nullif(trim(loinc_code), '') as loinc_code,
    nullif(trim(name), '') as name,
    nullif(trim(result), '') as result,
    nullif(trim(units), '') as units
from {{ ref('raw__clinic_observation') }}
