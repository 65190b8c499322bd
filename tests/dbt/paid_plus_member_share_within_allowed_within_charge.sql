with

line as (

    {% for table in ['medical_claim', 'pharmacy_claim'] -%}
    select
        {{ table }}_id as line_id,
        paid_amount,
        paid_amount + deductible_amount + copayment_amount + coinsurance_amount as owed_amount,
        allowed_amount,
        charge_amount
    from {{ ref('core__' ~ table) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select *
from line
where
    owed_amount > allowed_amount
    or allowed_amount > charge_amount
    or paid_amount < 0
    or owed_amount < paid_amount
    or charge_amount is null
    or owed_amount is null
