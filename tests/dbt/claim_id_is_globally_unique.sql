-- Tuva joins on claim_id alone in many places: one number must mean one claim over all three kinds.
with

claim as (

    {% for form in ['professional', 'institutional', 'pharmacy'] -%}
    select claim_id
    from {{ ref('staging__payer_' ~ form ~ '_claim') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

-- A number for each claim takes a fraction of the memory of its name.
select
    {{ row_hash('claim_id') }} as claim_hash,
    count(*) as claim_count
from claim
group by {{ row_hash('claim_id') }}
having count(*) > 1
