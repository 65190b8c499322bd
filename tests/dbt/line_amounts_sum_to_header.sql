{% for form in ['professional', 'institutional'] %}
select
    header.claim_id,
    header.charge_amount,
    sum(line.charge_amount) as line_charge_amount
from {{ ref('staging__payer_' ~ form ~ '_claim') }} as header
left join {{ ref('staging__payer_' ~ form ~ '_claim_line') }} as line on header.claim_id = line.claim_id
group by all
having
    count(line.claim_id) = 0
        {% for amount in [
            'charge_amount', 'allowed_amount', 'paid_amount', 'deductible_amount', 'copayment_amount',
            'coinsurance_amount'
        ] %}
    or sum(line.{{ amount }}) <> min(header.{{ amount }})
    {% endfor %}
{{ 'union all' if not loop.last }}
{% endfor %}
