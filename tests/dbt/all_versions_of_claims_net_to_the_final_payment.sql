-- Voids take back what they void: whoever sums the payer's whole file comes to the payments of core.
with

file as (

    {% for form in ['professional', 'institutional', 'pharmacy'] -%}
    select
        member_id,
        paid_amount
    from {{ ref('staging__payer_' ~ form ~ '_claim') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

core as (

    {% for table in ['medical_claim', 'pharmacy_claim'] -%}
    select
        member_id,
        paid_amount
    from {{ ref('core__' ~ table) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

in_file as (

    select
        member_id,
        sum(paid_amount) as paid_amount
    from file
    group by member_id

),

in_core as (

    select
        member_id,
        sum(paid_amount) as paid_amount
    from core
    group by member_id

)

select
    in_file.member_id,
    in_file.paid_amount,
    in_core.paid_amount as core_paid_amount
from in_file
left join in_core on in_file.member_id = in_core.member_id
where in_file.paid_amount <> coalesce(in_core.paid_amount, 0)
