-- A record is one event of a concept, of a person whom core knows, on a day that is known.
with

event as (

    {% for name in all_concepts() -%}
    select
        '{{ name }}' as concept,
        person_id,
        event_date,
        source_table,
        source_id
    from {{ ref('concept__' ~ name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

patient as (

    select person_id from {{ ref('core__patient') }}

),

counted as (

    select
        event.concept,
        event.source_table,
        event.source_id,
        count(*) as event_count,
        count(patient.person_id) as known_count,
        count(event.event_date) as dated_count
    from event
    left join patient on event.person_id = patient.person_id
    group by
        event.concept,
        event.source_table,
        event.source_id

)

select *
from counted
where event_count > 1
    or known_count < 1
    or dated_count < 1
    or source_table is null
    or source_id is null
