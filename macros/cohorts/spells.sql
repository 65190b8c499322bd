{#
    Spans of time of a person, stitched together where at most `gap` open days lie between them. `source` names a table
    or step with person_id, the two dates and no row twice.
#}
{% macro stitched(source, start_date, end_date, gap=0) -%}
with

reached as (

    -- The last day of any span that began earlier: spans may overlap.
    select
        person_id,
        {{ start_date }},
        {{ end_date }},
        max({{ end_date }}) over (
            partition by person_id
            order by {{ start_date }}, {{ end_date }}
            rows between unbounded preceding and 1 preceding
        ) as reached_date
    from {{ source }}

),

numbered as (

    -- A span that begins soon enough after the last day continues it; a later one opens a new stretch.
    select
        person_id,
        {{ start_date }},
        {{ end_date }},
        sum(case when {{ start_date }} <= {{ _days_from('reached_date', gap + 1) }} then 0 else 1 end) over (
            partition by person_id
            order by {{ start_date }}, {{ end_date }}
            rows between unbounded preceding and current row
        ) as stretch_number
    from reached

)

select
    person_id,
    min({{ start_date }}) as {{ start_date }},
    max({{ end_date }}) as {{ end_date }}
from numbered
group by
    person_id,
    stretch_number
{%- endmacro %}
