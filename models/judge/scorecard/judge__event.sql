{{ config(materialized="view") }}

{#- The amounts that each kind of event has, in the order of the columns; the others are null. -#}
{%- set amounts = [
    'days', 'allowed_amount', 'paid_amount', 'charge_amount', 'line_count', 'diagnosis_count'
] -%}
{%- set sources = {
    'care': ['market', 'days', 'allowed_amount', 'paid_amount'],
    'line': ['market', 'days', 'allowed_amount', 'paid_amount', 'charge_amount'],
    'claim': ['market'] + amounts,
    'fill': ['market', 'days', 'allowed_amount', 'paid_amount', 'charge_amount'],
    'expense': ['market', 'allowed_amount', 'paid_amount', 'charge_amount'],
    'life': [],
    'month': [],
    'version': ['market'],
} -%}

with

event as (

    {% for source, columns in sources.items() -%}
    select
        event,
        person_id,
        event_date,
        {% for amount in amounts -%}
        cast({{ amount if amount in columns else 'null' }} as double) as {{ amount }},
        {% endfor -%}
        cast({{ 'market' if 'market' in columns else 'null' }} as varchar) as market,
        marks
    from {{ ref('judge__event_' ~ source) }}
    {% if not loop.last -%}
    union all
    {% endif %}
    {%- endfor %}

),

measure as (

    select * from {{ ref('event_measure') }}

),

person as (

    select * from {{ ref('judge__person') }}

)

-- Only what some target asks for; the age is that of the day.
select
    event.event,
    event.person_id,
    event.event_date,
    event.market,
    event.marks,
    event.days,
    event.allowed_amount,
    event.paid_amount,
    event.charge_amount,
    event.line_count,
    event.diagnosis_count,
    greatest({{ years_between('person.birth_date', 'event.event_date') }}, 0) as age
from event
inner join person on event.person_id = person.person_id
where event.event in (select measure.event from measure)
