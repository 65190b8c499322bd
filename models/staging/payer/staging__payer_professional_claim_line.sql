select
    claim_id,
    line_number as claim_line_number,
    start_date as claim_line_start_date,
    end_date as claim_line_end_date,
    nullif(trim(place_of_service_code), '') as place_of_service_code,
    nullif(trim(hcpcs_code), '') as hcpcs_code,
    nullif(trim(modifier_1), '') as hcpcs_modifier_1,
    nullif(trim(modifier_2), '') as hcpcs_modifier_2,
    units as service_unit_quantity,
    diagnosis_pointer,
    nullif(trim(rendering_npi), '') as rendering_npi,
    charge_amount,
    allowed_amount,
    paid_amount,
    deductible_amount,
    copayment_amount,
    coinsurance_amount
from {{ ref('raw__payer_professional_claim_line') }}
