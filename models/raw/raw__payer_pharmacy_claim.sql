-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    claim_id,
    member_id,
    payer,
    plan,
    prescribing_npi,
    dispensing_npi,
    prescribed_date,
    dispensed_date,
    ndc_code,
    quantity,
    days_supply,
    fill_number,
    is_in_network,
    original_claim_id,
    claim_status,
    adjustment_reason,
    paid_date,
    charge_amount,
    allowed_amount,
    paid_amount,
    deductible_amount,
    copayment_amount,
    coinsurance_amount
from {{ lake_table('raw', 'payer_pharmacy_claim') }}
