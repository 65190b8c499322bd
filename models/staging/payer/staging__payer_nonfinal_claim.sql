{#- A table, though the rest of staging is views: whoever reads claims asks it, and it is small. -#}
{{ config(materialized='table') }}
{%- set forms = ['professional', 'institutional', 'pharmacy'] -%}

with

version as (

    {% for form in forms -%}
    select
        claim_id,
        '{{ form }}' as claim_type,
        original_claim_id,
        claim_status
    from {{ ref('staging__payer_' ~ form ~ '_claim') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

superseded as (

    select distinct
        original_claim_id as claim_id,
        claim_type
    from version
    where original_claim_id is not null

),

-- A version is out of force when a later one names it; a void is never a claim of its own.
told as (

    select
        version.claim_id,
        version.claim_type,
        case
            when version.claim_status = 'reversed' then 'void'
            when superseded.claim_id is not null then 'superseded'
            when version.claim_status = 'denied' then 'denied'
        end as final_action
    from version
    left join superseded
        on version.claim_id = superseded.claim_id and version.claim_type = superseded.claim_type

)

select
    claim_id,
    claim_type,
    final_action
from told
where final_action is not null
