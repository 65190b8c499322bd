-- Nothing is recorded of anybody before the day of birth.
with

event as (

    {% for event in clinical_and_claim_events() -%}
    select
        '{{ event.table }}' as source_table,
        {{ event.id }} as source_id,
        person_id,
        {{ event.date }} as event_date
    from {{ ref('core__' ~ event.table) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select event.*
from event
inner join {{ ref('core__patient') }} as patient on event.person_id = patient.person_id
where event.event_date < patient.birth_date
