select
    procedure_id,
    patient_id,
    encounter_id,
    procedure_date,
    lower(nullif(trim(code_type), '')) as source_code_type,
    nullif(trim(code), '') as source_code,
    nullif(trim(modifier_1), '') as modifier_1,
    clinician_id as practitioner_id
from {{ ref('raw__clinic_procedure') }}
