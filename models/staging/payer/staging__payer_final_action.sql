with

{% for form in ['professional', 'institutional', 'pharmacy'] -%}
{{ form }} as (

    select
        claim_id,
        '{{ form }}' as claim_type,
        original_claim_id,
        claim_status
    from {{ ref('staging__payer_' ~ form ~ '_claim') }}

),

{% endfor -%}
version as (

    select * from professional
    union all
    select * from institutional
    union all
    select * from pharmacy

),

superseded as (

    select distinct original_claim_id as claim_id
    from version
    where original_claim_id is not null

)

-- A version is out of force when a later one names it; a void is never a claim of its own.
select
    version.claim_id,
    version.claim_type,
    case
        when version.claim_status = 'reversed' then 'void'
        when superseded.claim_id is not null then 'superseded'
        when version.claim_status = 'denied' then 'denied'
        else 'final'
    end as final_action
from version
left join superseded on version.claim_id = superseded.claim_id
