{%- set claim_codes = claim_codes() -%}

with

corrected as (

    select *
    from {{ ref('preprocessing__claim_line') }}
    where
        false
        {% for code in claim_codes -%}
        or delivered_{{ code.column }} is distinct from {{ code.column }}
        {% endfor %}
)

-- Why, in the order in which it happens: one spelling, no code outside its list, one value for a claim.
{% for code in claim_codes -%}
select
    medical_claim_id,
    claim_id,
    claim_line_number,
    '{{ code.column }}' as column_name,
    delivered_{{ code.column }} as delivered_value,
    {{ code.column }} as corrected_value,
    case
        when {{ code.column }} = {{ spelled('delivered_' ~ code.column, code.spelling) }} then 'spelling'
        when {{ code.column }} is null then 'not a valid code'
        else 'outvoted by the lines of its claim'
    end as reason,
    data_source
from corrected
where delivered_{{ code.column }} is distinct from {{ code.column }}
{{ 'union all' if not loop.last }}
{% endfor %}
