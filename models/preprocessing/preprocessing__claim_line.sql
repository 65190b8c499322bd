with

medical_claim as (

    select * from {{ ref('input_layer__medical_claim') }}

)

-- Sources differ in zeros, dots and case; from here on a code has one spelling.
select
    claim_id || '-' || claim_line_number as medical_claim_id,
    claim_id,
    claim_line_number,
    claim_type,
    person_id,
    member_id,
    payer,
    plan,
    coalesce(claim_start_date, admission_date) as claim_start_date,
    coalesce(claim_end_date, discharge_date, claim_start_date) as claim_end_date,
    coalesce(claim_line_start_date, claim_start_date, admission_date) as claim_line_start_date,
    coalesce(claim_line_end_date, claim_line_start_date, claim_end_date) as claim_line_end_date,
    admission_date,
    discharge_date,
    admit_source_code,
    admit_type_code,
    lpad(discharge_disposition_code, 2, '0') as discharge_disposition_code,
    lpad(place_of_service_code, 2, '0') as place_of_service_code,
    case
        when length(bill_type_code) = 4 and bill_type_code like '0%' then substring(bill_type_code, 2, 3)
        else bill_type_code
    end as bill_type_code,
    drg_code_type,
    lpad(drg_code, 3, '0') as drg_code,
    lpad(revenue_center_code, 4, '0') as revenue_center_code,
    service_unit_quantity,
    upper(hcpcs_code) as hcpcs_code,
    hcpcs_modifier_1,
    hcpcs_modifier_2,
    hcpcs_modifier_3,
    hcpcs_modifier_4,
    hcpcs_modifier_5,
    rendering_npi,
    rendering_tin,
    billing_npi,
    billing_tin,
    facility_npi,
    paid_date,
    paid_amount,
    allowed_amount,
    charge_amount,
    coinsurance_amount,
    copayment_amount,
    deductible_amount,
    total_cost_amount,
    diagnosis_code_type,
    upper(replace(diagnosis_code_1, '.', '')) as diagnosis_code_1,
    in_network_flag,
    data_source,
    file_name,
    file_date,
    ingest_datetime
from medical_claim
