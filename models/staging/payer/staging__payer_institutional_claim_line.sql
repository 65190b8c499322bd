select
    claim_id,
    line_number as claim_line_number,
    start_date as claim_line_start_date,
    end_date as claim_line_end_date,
    nullif(trim(revenue_center_code), '') as revenue_center_code,
    nullif(trim(hcpcs_code), '') as hcpcs_code,
    nullif(trim(modifier_1), '') as hcpcs_modifier_1,
    units as service_unit_quantity,
    nullif(trim(rendering_npi), '') as rendering_npi,
    charge_amount,
    allowed_amount,
    paid_amount,
    deductible_amount,
    copayment_amount,
    coinsurance_amount
from {{ ref('raw__payer_institutional_claim_line') }}
