{# Deaths, on the day of death. #}
{% macro deaths() %}
    {%- set sql -%}
select
    person_id,
    death_date as event_date,
    death_date as event_end_date,
    cast(null as {{ dbt.type_string() }}) as code_type,
    cast(null as {{ dbt.type_string() }}) as code,
    cast(null as double) as value,
    'other' as setting,
    cast(null as integer) as position,
    cast(null as {{ dbt.type_string() }}) as encounter_id,
    'core.patient' as source_table,
    person_id as source_id
from {{ ref('core__patient') }}
where death_date is not null
    {%- endset -%}
    {%- do return(_events('deaths', 'death', {}, [{'name': 'patient'}], sql)) -%}
{% endmacro %}
