{%- set columns = [
    'event_id', 'event', 'person_id', 'event_date', 'market', 'days', 'allowed_amount', 'paid_amount',
    'charge_amount', 'line_count', 'diagnosis_count'
] -%}

with

event as (

    {% for source in ['care', 'claim', 'life'] -%}
    select {{ columns | join(', ') }} from {{ ref('judge__event_' ~ source) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

measure as (

    select * from {{ ref('event_measure') }}

),

person as (

    select * from {{ ref('judge__person') }}

)

-- Only what some target asks for; the age is that of the day.
select
    {% for column in columns %}event.{{ column }}, {% endfor %}
    person.sex,
    greatest({{ years_between('person.birth_date', 'event.event_date') }}, 0) as age
from event
inner join person on event.person_id = person.person_id
where event.event in (select measure.event from measure)
