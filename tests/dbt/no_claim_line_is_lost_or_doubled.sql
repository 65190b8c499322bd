-- From the payer's files to core every line of a final claim survives, once, with its money.
with

nonfinal_claim as (

    select claim_id
    from {{ ref('staging__payer_nonfinal_claim') }}

),

counted as (

    select
        'payer' as place,
        count(*) as line_count,
        sum(paid_amount) as paid_amount,
        sum(charge_amount) as charge_amount
    from (
        select
            claim_id,
            paid_amount,
            charge_amount
        from {{ ref('staging__payer_professional_claim_line') }}
        union all
        select
            claim_id,
            paid_amount,
            charge_amount
        from {{ ref('staging__payer_institutional_claim_line') }}
    ) as line
    where claim_id not in (select nonfinal_claim.claim_id from nonfinal_claim)

    union all

    select
        'core' as place,
        count(*) as line_count,
        sum(paid_amount) as paid_amount,
        sum(charge_amount) as charge_amount
    from {{ ref('core__medical_claim') }}

)

select
    payer.line_count,
    core.line_count as core_line_count,
    payer.paid_amount,
    core.paid_amount as core_paid_amount
from counted as payer
inner join counted as core on core.place = 'core'
where
    payer.place = 'payer'
    and (
        payer.line_count <> core.line_count
        or payer.paid_amount <> core.paid_amount
        or payer.charge_amount <> core.charge_amount
    )
