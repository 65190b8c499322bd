{# Encounters whose type stands in the value set, from their first to their last day. #}
{% macro encounters(value_set) %}
    {%- do _must_know('encounters', kwargs, ['value_set']) -%}
    {%- set records -%}
select
    person_id,
    encounter_start_date as event_date,
    encounter_end_date as event_end_date,
    'encounter-type' as code_type,
    encounter_type as code,
    cast(null as double) as value,
    cast(null as {{ dbt.type_string() }}) as setting,
    cast(null as integer) as position,
    encounter_id,
    'core.encounter' as source_table,
    encounter_id as source_id
from {{ ref('core__encounter') }}
    {%- endset -%}
    {%- do return(_events('encounters', 'an encounter of type ' ~ _said(value_set), {'value_set': value_set}, records)) -%}
{% endmacro %}
