with

{% for form in ['professional', 'institutional', 'pharmacy'] -%}
{{ form }} as (

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

),

{% endfor -%}
version as (

    select * from professional
    union all
    select * from institutional
    union all
    select * from pharmacy

)

select
    void.claim_id,
    original.claim_id as voided_claim_id
from version as void
left join version as original on void.original_claim_id = original.claim_id
where
    void.claim_status = 'reversed'
    and (
        original.claim_id is null
        or original.claim_status <> 'paid'
        or void.paid_date < original.paid_date
        or void.charge_amount <> -original.charge_amount
        or void.allowed_amount <> -original.allowed_amount
        or void.paid_amount <> -original.paid_amount
        or void.member_amount <> -original.member_amount
    )
