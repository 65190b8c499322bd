{%- set forms = ['professional', 'institutional', 'pharmacy'] -%}

with

version as (

    {% for form in forms -%}
    select
        claim_id,
        original_claim_id,
        claim_status,
        paid_date,
        charge_amount,
        allowed_amount,
        paid_amount,
        deductible_amount + copayment_amount + coinsurance_amount as member_amount
    from {{ ref('staging__payer_' ~ form ~ '_claim') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

void as (

    select * from version
    where claim_status = 'reversed'

),

-- Voids are few: only the claims that they name are looked up.
original as (

    select version.*
    from version
    inner join void on version.claim_id = void.original_claim_id

)

select
    void.claim_id,
    original.claim_id as voided_claim_id
from void
left join original on void.original_claim_id = original.claim_id
where
    original.claim_id is null
    or original.claim_status <> 'paid'
    or void.paid_date < original.paid_date
    or void.charge_amount <> -original.charge_amount
    or void.allowed_amount <> -original.allowed_amount
    or void.paid_amount <> -original.paid_amount
    or void.member_amount <> -original.member_amount
