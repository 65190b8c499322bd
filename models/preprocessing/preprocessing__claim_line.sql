{%- set claim_codes = claim_codes() -%}
{%- set claim_dates = ['claim_start_date', 'claim_end_date', 'admission_date', 'discharge_date'] -%}
{%- set own_columns = [
    'medical_claim_id', 'claim_id', 'claim_line_number', 'claim_type', 'person_id', 'member_id', 'payer', 'plan',
    'claim_line_start_date', 'claim_line_end_date', 'drg_code_type', 'service_unit_quantity', 'hcpcs_modifier_1',
    'hcpcs_modifier_2', 'hcpcs_modifier_3', 'hcpcs_modifier_4', 'hcpcs_modifier_5', 'rendering_npi',
    'rendering_tin', 'billing_npi', 'billing_tin', 'facility_npi', 'paid_date', 'paid_amount', 'allowed_amount',
    'charge_amount', 'coinsurance_amount', 'copayment_amount', 'deductible_amount', 'total_cost_amount',
    'diagnosis_code_type', 'diagnosis_code_1', 'in_network_flag', 'data_source', 'file_name', 'file_date',
    'ingest_datetime'
] -%}

with

claim_line as (

    select * from {{ ref('preprocessing__claim_line_spelled') }}

),

vote as (

    select * from {{ ref('preprocessing__claim_vote') }}

),

provider as (

    select * from {{ ref('input_layer__provider') }}

),

-- A code that its list does not know is no code; what the lines of a claim dispute, the vote decided.
voted as (

    select
        {% for column in own_columns -%}
        claim_line.{{ column }},
        {% endfor -%}
        {% for column in claim_dates -%}
        case when vote.claim_id is null then claim_line.{{ column }} else vote.{{ column }} end
            as {{ column }},
        {% endfor -%}
        {% for code in claim_codes -%}
        claim_line.delivered_{{ code.column }},
        case
            {% if code.of_claim -%}
            when vote.claim_id is not null then vote.{{ code.column }}
            {% endif -%}
            {% if code.list -%}
            when {{ code.list }}.{{ code.column }} is not null then claim_line.{{ code.column }}
            {% else -%}
            when length(claim_line.{{ code.column }}) = {{ code.length }} then claim_line.{{ code.column }}
            {% endif -%}
        end as {{ code.column }},
        {% endfor -%}
        facility.taxonomy_code as facility_taxonomy_code,
        rendering.taxonomy_code as rendering_taxonomy_code
    from claim_line
    left join vote on claim_line.claim_id = vote.claim_id
    {% for code in claim_codes if code.list -%}
    left join {{ ref(code.list) }} as {{ code.list }}
        on claim_line.{{ code.column }} = {{ code.list }}.{{ code.column }}
    {% endfor -%}
    left join provider as facility on claim_line.facility_npi = facility.npi
    left join provider as rendering on claim_line.rendering_npi = rendering.npi

)

select
    *,
    concat_ws(
        '|',
        claim_type,
        {% for code in [
            'bill_type_code', 'revenue_center_code', 'place_of_service_code', 'hcpcs_code', 'drg_code',
            'facility_taxonomy_code', 'rendering_taxonomy_code'
        ] -%}
        coalesce({{ code }}, ''){{ ',' if not loop.last }}
        {% endfor -%}
    ) as service_signature
from voted
