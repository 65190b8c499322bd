{%- set forms = ['professional', 'institutional', 'pharmacy'] -%}

with

{% for form in forms -%}
{{ form }} as (

    select
        claim_id,
        original_claim_id,
        claim_status
    from {{ ref('staging__payer_' ~ form ~ '_claim') }}

),

superseded_{{ form }} as (

    select distinct original_claim_id as claim_id
    from {{ form }}
    where original_claim_id is not null

){{ ',' if not loop.last }}

{% endfor -%}

-- A version is out of force when a later one names it; a void is never a claim of its own. Form by form: who
-- asks for one form waits for no other.
{% for form in forms -%}
select
    {{ form }}.claim_id,
    '{{ form }}' as claim_type,
    case
        when {{ form }}.claim_status = 'reversed' then 'void'
        when superseded_{{ form }}.claim_id is not null then 'superseded'
        when {{ form }}.claim_status = 'denied' then 'denied'
        else 'final'
    end as final_action
from {{ form }}
left join superseded_{{ form }} on {{ form }}.claim_id = superseded_{{ form }}.claim_id
{{ 'union all' if not loop.last }}
{% endfor %}
