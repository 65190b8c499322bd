select
    order_id as medication_id,
    patient_id,
    encounter_id,
    prescribed_date as prescribing_date,
    nullif(trim(rxnorm_code), '') as rxnorm_code,
    nullif(trim(ndc_code), '') as ndc_code,
    nullif(trim(drug_name), '') as drug_name,
    nullif(trim(atc_code), '') as atc_code,
    nullif(trim(route), '') as route,
    nullif(trim(strength), '') as strength,
    quantity,
    nullif(trim(quantity_unit), '') as quantity_unit,
    days_supply,
    refills,
    clinician_id as practitioner_id
from {{ ref('raw__clinic_medication_order') }}
