-- A record is one event of a concept, of a person whom core knows, on a day that is known.
with

patient as (

    select person_id from {{ ref('core__patient') }}

),

-- Concept by concept, and a number for each record: many small counts take less than a large one of long
-- names.
counted as (

    {% for name in counted_concepts() -%}
    select
        '{{ name }}' as concept,
        count(*) as event_count,
        count(distinct hash(source_table, source_id)) as record_count,
        count(event_date) as dated_count,
        count(source_table) as table_count,
        count(source_id) as named_count,
        sum(case when person_id in (select patient.person_id from patient) then 1 else 0 end) as known_count
    from {{ ref('concept__' ~ name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select *
from counted
where event_count > least(record_count, dated_count, table_count, named_count, known_count)
