{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

-- Claims that were paid as first sent have no history to tell.
version as (

    select * from {{ ref('input_layer__claim_version') }}
    where final_action <> 'final' or original_claim_id is not null

),

-- A version names the one that it corrects, and that one may name an earlier: three steps reach the first.
chained as (

    select
        version.*,
        coalesce(
            third.original_claim_id,
            second.original_claim_id,
            version.original_claim_id,
            version.claim_id
        ) as first_claim_id
    from version
    left join version as second on version.original_claim_id = second.claim_id
    left join version as third on second.original_claim_id = third.claim_id

),

ordered as (

    select
        *,
        row_number() over (
            partition by first_claim_id
            order by
                case when claim_id = first_claim_id then 0 else 1 end,
                paid_date,
                case when final_action = 'void' then 0 else 1 end,
                claim_id
        ) as version_number,
        max(case when final_action = 'final' then claim_id end) over (partition by first_claim_id)
            as final_claim_id
    from chained

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    ordered.claim_id,
    ordered.first_claim_id,
    cast(ordered.version_number as integer) as version_number,
    ordered.final_claim_id,
    ordered.claim_type,
    ordered.person_id,
    ordered.member_id,
    ordered.payer,
    ordered.plan,
    ordered.claim_status,
    ordered.final_action,
    case when ordered.final_action = 'final' then 1 else 0 end as final_action_flag,
    ordered.claim_frequency_code,
    ordered.denial_reason_code,
    ordered.denial_reason,
    ordered.adjustment_reason,
    ordered.received_date,
    ordered.paid_date,
    ordered.charge_amount,
    ordered.allowed_amount,
    ordered.paid_amount,
    ordered.data_source,
    last_run.tuva_last_run
from ordered
cross join last_run
{% endif %}
