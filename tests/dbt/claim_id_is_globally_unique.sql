-- Tuva joins on claim_id alone in many places: one number must mean one claim over all three kinds.
with

claim as (

    {% for form in ['professional', 'institutional', 'pharmacy'] -%}
    select claim_id
    from {{ ref('staging__payer_' ~ form ~ '_claim') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    claim_id,
    count(*) as claim_count
from claim
group by claim_id
having count(*) > 1
