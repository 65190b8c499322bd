select
    claim_id,
    member_id,
    nullif(trim(payer), '') as payer,
    nullif(trim(plan), '') as plan,
    start_date as claim_start_date,
    end_date as claim_end_date,
    admission_date,
    discharge_date,
    nullif(trim(bill_type_code), '') as bill_type_code,
    nullif(trim(admit_type_code), '') as admit_type_code,
    nullif(trim(admit_source_code), '') as admit_source_code,
    nullif(trim(discharge_status_code), '') as discharge_disposition_code,
    nullif(trim(drg_code), '') as drg_code,
    nullif(trim(facility_npi), '') as facility_npi,
    nullif(trim(billing_npi), '') as billing_npi,
    nullif(trim(billing_tin), '') as billing_tin,
    nullif(trim(attending_npi), '') as attending_npi,
    nullif(trim(admitting_diagnosis_code), '') as admitting_diagnosis_code,
    {% for i in range(1, 26) -%}
    nullif(trim(diagnosis_code_{{ i }}), '') as diagnosis_code_{{ i }},
    {% endfor -%}
    {% for i in range(1, 26) -%}
    nullif(trim(diagnosis_poa_{{ i }}), '') as diagnosis_poa_{{ i }},
    {% endfor -%}
    {% for i in range(1, 7) -%}
    nullif(trim(procedure_code_{{ i }}), '') as procedure_code_{{ i }},
    {% endfor -%}
    {% for i in range(1, 7) -%}
    procedure_date_{{ i }},
    {% endfor -%}
    is_in_network as in_network_flag,
    right(trim(bill_type_code), 1) as claim_frequency_code,
    original_claim_id,
    lower(nullif(trim(claim_status), '')) as claim_status,
    nullif(trim(denial_reason_code), '') as denial_reason_code,
    nullif(trim(remark_code), '') as remark_code,
    nullif(trim(denial_reason), '') as denial_reason,
    lower(nullif(trim(adjustment_reason), '')) as adjustment_reason,
    received_date,
    paid_date,
    charge_amount,
    allowed_amount,
    paid_amount,
    deductible_amount,
    copayment_amount,
    coinsurance_amount
from {{ ref('raw__payer_institutional_claim') }}
