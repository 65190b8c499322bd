{# Diagnoses of the value set, from claims and charts, on the day they were recorded. #}
{% macro conditions(value_set, position='any') %}
    {%- do _must_know('conditions', kwargs, ['value_set', 'position']) -%}
    {%- do _must_be_one_of('position', position, ['any', 'primary']) -%}
    {%- set records -%}
select
    person_id,
    recorded_date as event_date,
    recorded_date as event_end_date,
    normalized_code_type as code_type,
    normalized_code as code,
    cast(null as double) as value,
    cast(null as {{ dbt.type_string() }}) as setting,
    condition_rank as position,
    encounter_id,
    'core.condition' as source_table,
    condition_id as source_id
from {{ ref('core__condition') }}
{%- if position == 'primary' %}
where condition_rank = 1
{%- endif %}
    {%- endset -%}
    {%- set words = 'a ' ~ ('primary ' if position == 'primary' else '') ~ 'diagnosis of ' ~ _said(value_set) -%}
    {%- do return(_events('conditions', words, {'value_set': value_set, 'position': position}, records)) -%}
{% endmacro %}
