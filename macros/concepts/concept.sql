{#
    A concept says what counts as X: the events found by one or more event verbs, one row per event.
    An event verb returns its SQL, its words and its arguments; the definition is left in the node's meta.
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
        'value_sets': varargs | map(attribute='arguments.value_set') | unique | list,
        'events': varargs | map(attribute='definition') | list,
    }}) -%}

with
{% for events in varargs %}
{{ events.verb }}_{{ loop.index }} as (

    {{ events.sql | indent(4) }}

),
{% endfor %}
events as (
{% for events in varargs %}
    select * from {{ events.verb }}_{{ loop.index }}
{%- if not loop.last %}
    union all
{%- endif %}
{%- endfor %}

)

select
    person_id,
    event_date,
    event_end_date,
    code_type,
    code,
    value,
    setting,
    position,
    encounter_id,
    source_table,
    source_id
from events
{%- if varargs | length > 1 %}
-- A record that two verbs find is one event.
qualify row_number() over (
    partition by source_table, source_id
    order by code_type, code
) = 1
{%- endif %}
{% endmacro %}


{% macro event_verbs() %}
    {%- do return(['conditions()', 'procedures()', 'medications()', 'labs()', 'encounters()']) -%}
{% endmacro %}


{# What every event verb returns. #}
{% macro _events(verb, words, arguments, records) %}
    {%- do return({
        'role': 'events',
        'verb': verb,
        'words': words,
        'arguments': arguments,
        'definition': {'verb': verb, 'words': words, 'arguments': arguments},
        'sql': _coded_events(records, arguments.value_set),
    }) -%}
{% endmacro %}


{# The records whose code stands in the value set, each once, with the setting of their encounter. #}
{% macro _coded_events(records, value_set) -%}
with

records as (

    {{ records | trim | indent(4) }}

),

encounter as (

    select * from {{ ref('core__encounter') }}

),

value_set as (

    select * from {{ ref('value_set__' ~ value_set) }}

),

codes as (

    -- A code is compared with the value set once, however many records carry it.
    select distinct
        recorded.code_type,
        recorded.code
    from (select distinct code_type, code from records) as recorded
    inner join value_set
        on recorded.code_type = value_set.code_type
        and (
            recorded.code = value_set.code
            or (value_set.match_type = 'prefix' and recorded.code like concat(value_set.code, '%'))
        )

)

select
    records.person_id,
    records.event_date,
    records.event_end_date,
    records.code_type,
    records.code,
    records.value,
    coalesce(records.setting, {{ _setting_of('encounter') }}) as setting,
    records.position,
    records.encounter_id,
    records.source_table,
    records.source_id
from records
inner join codes
    on records.code_type = codes.code_type
    and records.code = codes.code
left join encounter
    on records.encounter_id = encounter.encounter_id
where records.event_date is not null
-- A record that carries several matching codes (a drug as NDC and as ATC class) is one event.
qualify row_number() over (
    partition by records.source_table, records.source_id
    order by records.code_type, records.code
) = 1
{%- endmacro %}
