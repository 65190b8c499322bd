{#
    A concept says what counts as X: the events found by one or more event verbs, one row per event.
    An event verb returns its SQL, its words and its arguments; the definition is left in the node's meta.
    Whether a concept is a table or a view is said for its folder in dbt_project.yml, not here.
#}
{% macro concept() %}
    {%- if not varargs -%}
        {%- do exceptions.raise_compiler_error("concept() needs at least one of " ~ event_verbs() | join(", ")) -%}
    {%- endif -%}
    {%- for events in varargs -%}
        {%- do _must_have_role('concept() part ' ~ loop.index, events, 'events', event_verbs()) -%}
    {%- endfor -%}

    {%- do config(meta={'concept': {
        'words': varargs | map(attribute='words') | join(', or '),
        'value_sets': varargs | map(attribute='arguments') | selectattr('value_set', 'defined')
            | map(attribute='value_set') | unique | list,
        'events': varargs | map(attribute='definition') | list,
    }}) -%}
    {%- set several = varargs | length > 1 -%}
    {%- set tables = varargs | map(attribute='tables') | sum(start=[]) -%}

with
{% for events in varargs %}
{{ events.verb ~ '_' ~ loop.index if several else 'event' }} as (

    {{ events.sql | indent(4) }}

){{ "," if several }}
{% endfor %}
{%- if several %}
event as (
{% for events in varargs %}
    select * from {{ events.verb }}_{{ loop.index }}
{%- if not loop.last %}
    union all
{%- endif %}
{%- endfor %}

)
{% endif %}
select
{%- for name, type in event_columns().items() %}
    cast({{ name }} as {{ dbt.type_string() if type == 'varchar' else type }}) as {{ name }}{{ "," if not loop.last }}
{%- endfor %}
from event
{%- if tables | unique | list | length < tables | length %}
-- A record that two verbs find is one event.
qualify row_number() over (
    partition by source_table, source_id
    order by code_type, code, event_date, event_end_date
) = 1
{%- endif %}
{% endmacro %}


{# The columns of every concept, with their types. #}
{% macro event_columns() %}
    {%- do return({
        'person_id': 'varchar',
        'event_date': 'date',
        'event_end_date': 'date',
        'code_type': 'varchar',
        'code': 'varchar',
        'value': 'double',
        'setting': 'varchar',
        'position': 'integer',
        'encounter_id': 'varchar',
        'source_table': 'varchar',
        'source_id': 'varchar',
    }) -%}
{% endmacro %}
