{%- set amounts = [
    'charge_amount', 'allowed_amount', 'paid_amount', 'deductible_amount', 'copayment_amount', 'coinsurance_amount'
] -%}

with

-- Lines are summed before they meet their header: a join of single lines would cost three times as much.
-- A number for each claim is faster than its name.
{% for form in ['professional', 'institutional'] -%}
{{ form }}_line as (

    select
        {{ row_hash('claim_id') }} as claim_hash,
        {% for amount in amounts -%}
        sum({{ amount }}) as {{ amount }},
        {% endfor -%}
        count(*) as line_count
    from {{ ref('staging__payer_' ~ form ~ '_claim_line') }}
    group by {{ row_hash('claim_id') }}

){{ ',' if not loop.last }}

{% endfor -%}

{% for form in ['professional', 'institutional'] %}
select
    header.claim_id,
    header.charge_amount,
    line.charge_amount as line_charge_amount
from {{ ref('staging__payer_' ~ form ~ '_claim') }} as header
left join {{ form }}_line as line on {{ row_hash('header.claim_id') }} = line.claim_hash
where
    line.claim_hash is null
    {% for amount in amounts -%}
    or line.{{ amount }} <> header.{{ amount }}
    {% endfor %}
{{ 'union all' if not loop.last }}
{% endfor %}
