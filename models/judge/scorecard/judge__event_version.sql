{{ config(materialized="view") }}

with

person as (

    select * from {{ ref('judge__person') }}

),

{% for form in ['professional', 'institutional'] -%}
{{ form }} as (

    select * from {{ ref('staging__payer_' ~ form ~ '_claim') }}

),

{% endfor -%}
crosswalk as (

    select * from {{ ref('core__person_id_crosswalk') }}
    where person_id in (select person.person_id from person)

),

market as (

    select * from {{ ref('coverage_market') }}

),

version as (

    {% for form in ['professional', 'institutional'] -%}
    select
        claim_id,
        member_id,
        payer,
        plan,
        claim_start_date,
        original_claim_id,
        claim_status,
        adjustment_reason,
        in_network_flag
    from {{ form }}
    {% if not loop.last -%}
    union all
    {% endif %}
    {%- endfor %}

),

member as (

    select
        member_id,
        payer,
        min(person_id) as person_id
    from crosswalk
    where member_id is not null
    group by
        member_id,
        payer

),

later as (

    select
        original_claim_id as claim_id,
        max(cast(adjustment_reason = 'appealed' as integer)) as is_appealed
    from version
    where original_claim_id is not null
    group by original_claim_id

)

-- First versions of claims, as received; what became of them decides their marks.
select
    'claim received' as event,
    member.person_id,
    version.claim_start_date as event_date,
    market.market,
    {{ marks({
        'in network': 'version.in_network_flag',
        'out of network': 'not version.in_network_flag',
        'denied': "version.claim_status = 'denied'",
        'appealed': 'later.is_appealed = 1',
        'has a later version': 'later.claim_id is not null',
    }) }} as marks
from version
inner join member
    on
    version.member_id = member.member_id
    and version.payer = member.payer
left join market on version.plan = market.plan
left join later on version.claim_id = later.claim_id
where version.original_claim_id is null
