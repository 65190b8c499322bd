{# Procedures and services of the value set, from claims and charts, on the day they were done. #}
{% macro procedures(value_set) %}
    {%- do _must_know('procedures', kwargs, ['value_set']) -%}
    {%- set records -%}
select
    person_id,
    procedure_date as event_date,
    procedure_date as event_end_date,
    normalized_code_type as code_type,
    normalized_code as code,
    cast(null as double) as value,
    cast(null as {{ dbt.type_string() }}) as setting,
    cast(null as integer) as position,
    encounter_id,
    'core.procedure' as source_table,
    procedure_id as source_id
from {{ ref('core__procedure') }}
    {%- endset -%}
    {%- do return(_events('procedures', 'a procedure or service: ' ~ _said(value_set), {'value_set': value_set}, records)) -%}
{% endmacro %}
