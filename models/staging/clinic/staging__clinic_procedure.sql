select
    nullif(trim(procedure_id), '') as procedure_id,
    nullif(trim(patient_id), '') as patient_id,
    nullif(trim(encounter_id), '') as encounter_id,
    procedure_date,
    lower(nullif(trim(code_type), '')) as source_code_type,
    nullif(trim(code), '') as source_code,
    nullif(trim(modifier_1), '') as modifier_1,
    nullif(trim(clinician_id), '') as practitioner_id
from {{ ref('raw__clinic_procedure') }}
