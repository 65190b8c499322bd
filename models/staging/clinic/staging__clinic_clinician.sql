select
    clinician_id as practitioner_id,
    nullif(trim(npi), '') as npi,
    nullif(trim(first_name), '') as first_name,
    nullif(trim(last_name), '') as last_name,
    nullif(trim(specialty), '') as specialty,
    nullif(trim(practice_name), '') as practice_name
from {{ ref('raw__clinic_clinician') }}
