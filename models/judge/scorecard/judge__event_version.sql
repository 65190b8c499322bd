{{ config(materialized="view") }}

{%- set forms = ['professional', 'institutional'] -%}

with

person as (

    select * from {{ ref('judge__person') }}

),

crosswalk as (

    select * from {{ ref('core__person_id_crosswalk') }}
    where person_id in (select person.person_id from person)

),

market as (

    select * from {{ ref('coverage_market') }}

),

-- First versions of claims, as received.
version as (

    {% for form in forms -%}
    select
        claim_id,
        member_id,
        payer,
        plan,
        claim_start_date,
        claim_status,
        in_network_flag
    from {{ ref('staging__payer_' ~ form ~ '_claim') }}
    where original_claim_id is null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

correction as (

    {% for form in forms -%}
    select
        original_claim_id,
        adjustment_reason
    from {{ ref('staging__payer_' ~ form ~ '_claim') }}
    where original_claim_id is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
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
    from correction
    group by original_claim_id

)

-- What became of a claim decides its marks.
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
