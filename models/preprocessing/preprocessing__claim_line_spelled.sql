{%- set own_columns = [
    'claim_id', 'claim_line_number', 'claim_type', 'person_id', 'member_id', 'payer', 'plan', 'admission_date',
    'discharge_date', 'drg_code_type', 'service_unit_quantity', 'hcpcs_modifier_1', 'hcpcs_modifier_2',
    'hcpcs_modifier_3', 'hcpcs_modifier_4', 'hcpcs_modifier_5', 'rendering_npi', 'rendering_tin', 'billing_npi',
    'billing_tin', 'facility_npi', 'paid_date', 'paid_amount', 'allowed_amount', 'charge_amount',
    'coinsurance_amount', 'copayment_amount', 'deductible_amount', 'total_cost_amount', 'diagnosis_code_type',
    'in_network_flag', 'data_source', 'file_name', 'file_date', 'ingest_datetime'
] -%}

with

medical_claim as (

    select * from {{ ref('input_layer__medical_claim') }}

)

-- Sources differ in zeros, dots and case, and some leave a date to be read from its neighbours.
select
    claim_id || '-' || claim_line_number as medical_claim_id,
    {% for column in own_columns -%}
    {{ column }},
    {% endfor -%}
    coalesce(claim_start_date, admission_date) as claim_start_date,
    coalesce(claim_end_date, discharge_date, claim_start_date) as claim_end_date,
    coalesce(claim_line_start_date, claim_start_date, admission_date) as claim_line_start_date,
    coalesce(claim_line_end_date, claim_line_start_date, claim_end_date, discharge_date, claim_start_date)
        as claim_line_end_date,
    {% for code in claim_codes() -%}
    {{ code.column }} as delivered_{{ code.column }},
    {{ spelled(code.column, code.spelling) }} as {{ code.column }},
    {% endfor -%}
    upper(replace(diagnosis_code_1, '.', '')) as diagnosis_code_1
from medical_claim
