-- Whoever can read one concept can read them all, also one of plain SQL: the same columns, each of one type.
with

fault as (

    select
        cast(null as varchar) as concept,
        cast(null as varchar) as found_columns
    {%- for name, columns in misshapen_concepts() %}
    union all
    select
        '{{ name }}' as concept,
        '{{ columns }}' as found_columns
    {%- endfor %}

)

select
    concept,
    found_columns
from fault
where concept is not null
