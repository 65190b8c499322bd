{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

-- What a form has no box for is null there.
{% set forms = {
    'professional': ['claim_frequency_code', 'denial_reason_code', 'denial_reason', 'received_date'],
    'institutional': ['claim_frequency_code', 'denial_reason_code', 'denial_reason', 'received_date'],
    'pharmacy': []
} -%}
version as (

    {% for form, own_columns in forms.items() -%}
    select
        claim_id,
        '{{ form }}' as claim_type,
        member_id,
        payer,
        plan,
        original_claim_id,
        claim_status,
        adjustment_reason,
        {% for column in ['claim_frequency_code', 'denial_reason_code', 'denial_reason'] -%}
        {{ column if column in own_columns else 'cast(null as varchar)' }} as {{ column }},
        {% endfor -%}
        {{ 'received_date' if 'received_date' in own_columns else 'cast(null as date)' }} as received_date,
        paid_date,
        charge_amount,
        allowed_amount,
        paid_amount
    from {{ ref('staging__payer_' ~ form ~ '_claim') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

nonfinal_claim as (

    select * from {{ ref('staging__payer_nonfinal_claim') }}

),

member as (

    select * from {{ ref('staging__payer_member') }}

)

select
    version.claim_id,
    version.claim_type,
    version.original_claim_id,
    member.person_id,
    version.member_id,
    version.payer,
    version.plan,
    version.claim_status,
    coalesce(nonfinal_claim.final_action, 'final') as final_action,
    version.claim_frequency_code,
    version.denial_reason_code,
    version.denial_reason,
    version.adjustment_reason,
    version.received_date,
    version.paid_date,
    version.charge_amount,
    version.allowed_amount,
    version.paid_amount,
    'payer' as data_source
from version
left join nonfinal_claim
    on version.claim_id = nonfinal_claim.claim_id and version.claim_type = nonfinal_claim.claim_type
left join member on version.member_id = member.member_id
{% endif %}
