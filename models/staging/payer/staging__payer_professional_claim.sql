select
    nullif(trim(claim_id), '') as claim_id,
    nullif(trim(member_id), '') as member_id,
    nullif(trim(payer), '') as payer,
    nullif(trim(plan), '') as plan,
    start_date as claim_start_date,
    end_date as claim_end_date,
    nullif(trim(billing_npi), '') as billing_npi,
    nullif(trim(billing_tin), '') as billing_tin,
    nullif(trim(service_facility_npi), '') as facility_npi,
    {% for i in range(1, 13) -%}
    nullif(trim(diagnosis_code_{{ i }}), '') as diagnosis_code_{{ i }},
    {% endfor -%}
    is_in_network as in_network_flag,
    received_date,
    paid_date,
    charge_amount,
    allowed_amount,
    paid_amount,
    deductible_amount,
    copayment_amount,
    coinsurance_amount
from {{ ref('raw__payer_professional_claim') }}
