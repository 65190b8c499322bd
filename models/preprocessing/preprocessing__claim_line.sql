{%- set claim_codes = claim_codes() -%}

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
        claim_line.medical_claim_id,
        {% for column in claim_line_columns() + [
            'claim_line_start_date', 'claim_line_end_date', 'diagnosis_code_1'
        ] -%}
        claim_line.{{ column }},
        {% endfor -%}
        {% for column in claim_dates() -%}
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
