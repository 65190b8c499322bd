{{ config(materialized="view") }}

with

person as (

    select * from {{ ref('judge__person') }}

),

pharmacy_claim as (

    select * from {{ ref('core__pharmacy_claim') }}
    where person_id in (select person.person_id from person)

),

drug as (

    select * from {{ ref('judge__drug') }}

),

code_mark as (

    select * from {{ ref('judge__code_mark') }}

),

market as (

    select * from {{ ref('coverage_market') }}

),

-- Days of a fill are those it lasts; those of its payment are another event.
fill as (

    {% for event, days in {
        'fill': 'days_supply',
        'paid fill': days_between('dispensing_date', 'paid_date'),
    }.items() -%}
    select
        '{{ event }}' as event,
        person_id,
        dispensing_date,
        plan,
        ndc_code,
        {{ days }} as days,
        allowed_amount,
        paid_amount,
        charge_amount
    from pharmacy_claim
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}

)

select
    fill.event,
    fill.person_id,
    fill.dispensing_date as event_date,
    market.market,
    fill.days,
    fill.allowed_amount,
    fill.paid_amount,
    fill.charge_amount,
    coalesce(code_mark.marks, '')
    || {{ marks({
        'supply of 84 days or more': "fill.event = 'fill' and fill.days >= 84",
        'supply of 28 to 34 days': "fill.event = 'fill' and fill.days between 28 and 34",
    }) }} as marks
from fill
left join market on fill.plan = market.plan
left join drug on fill.ndc_code = drug.ndc_code
left join code_mark
    on
    code_mark.role = 'drug'
    and fill.event = code_mark.event
    and drug.atc_code = code_mark.code
