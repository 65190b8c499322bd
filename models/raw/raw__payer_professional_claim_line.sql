-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    claim_id,
    line_number,
    start_date,
    end_date,
    place_of_service_code,
    hcpcs_code,
    modifier_1,
    modifier_2,
    units,
    diagnosis_pointer,
    rendering_npi,
    charge_amount,
    allowed_amount,
    paid_amount,
    deductible_amount,
    copayment_amount,
    coinsurance_amount
from {{ lake_table('raw', 'payer_professional_claim_line') }}
