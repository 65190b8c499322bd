{# Columns of a medical claim line that normalization leaves as they are. #}
{% macro claim_line_columns() -%}
    {{ return([
        'claim_id', 'claim_line_number', 'claim_type', 'person_id', 'member_id', 'payer', 'plan', 'drg_code_type',
        'service_unit_quantity', 'hcpcs_modifier_1', 'hcpcs_modifier_2', 'hcpcs_modifier_3', 'hcpcs_modifier_4',
        'hcpcs_modifier_5', 'rendering_npi', 'rendering_tin', 'billing_npi', 'billing_tin', 'facility_npi',
        'paid_date', 'paid_amount', 'allowed_amount', 'charge_amount', 'coinsurance_amount', 'copayment_amount',
        'deductible_amount', 'total_cost_amount', 'diagnosis_code_type', 'in_network_flag', 'data_source',
        'file_name', 'file_date', 'ingest_datetime'
    ]) }}
{%- endmacro %}

{# Dates that a claim has once, whatever its lines say. #}
{% macro claim_dates() -%}
    {{ return(['claim_start_date', 'claim_end_date', 'admission_date', 'discharge_date']) }}
{%- endmacro %}
