-- Whoever can read one concept can read them all, also one of plain SQL: the same columns in one order, of one type each.
{% set expected = event_columns().items() | map('join', ' ') | join(', ') -%}
{% set faults = [] -%}
{% for name in all_concepts() -%}
    {%- set concept = ref('concept__' ~ name) -%}
    {%- set columns = [] -%}
    {%- for column in adapter.get_columns_in_relation(concept) if execute -%}
        {%- do columns.append(column.name ~ ' ' ~ ('varchar' if column.is_string() else column.dtype | lower)) -%}
    {%- endfor -%}
    {%- if columns | join(', ') != expected -%}
        {%- do faults.append((name, columns | join(', '))) -%}
    {%- endif -%}
{%- endfor -%}

with

fault as (

    select
        cast(null as varchar) as concept,
        cast(null as varchar) as found,
        cast(null as varchar) as expected
    {%- for name, columns in faults %}
    union all
    select
        '{{ name }}',
        '{{ columns }}',
        '{{ expected }}'
    {%- endfor %}

)

select *
from fault
where concept is not null
