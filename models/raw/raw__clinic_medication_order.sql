-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    order_id,
    patient_id,
    encounter_id,
    prescribed_date,
    rxnorm_code,
    ndc_code,
    drug_name,
    atc_code,
    route,
    strength,
    quantity,
    quantity_unit,
    days_supply,
    refills,
    clinician_id
from {{ lake_table('raw', 'clinic_medication_order') }}
