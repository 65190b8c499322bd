-- A record is one event of a concept, of a person whom core knows, on a day that is known.
with

fault as (

    select
        cast(null as varchar) as concept,
        cast(null as bigint) as event_count
    {%- for name, events in miscounted_concepts() %}
    union all
    select
        '{{ name }}' as concept,
        {{ events }} as event_count
    {%- endfor %}

)

select
    concept,
    event_count
from fault
where concept is not null
