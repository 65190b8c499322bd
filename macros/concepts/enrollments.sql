{# Spans of coverage, from their first to their last day, as the payer sent them: adjoining spans stay apart. #}
{% macro enrollments(payer_type=none) %}
    {%- do _must_know('enrollments', kwargs, ['payer_type']) -%}
    {%- set types = _as_list(payer_type) -%}
    {%- for type in types -%}
        {%- do _must_be_one_of('payer_type', type, payer_types()) -%}
    {%- endfor -%}
    {%- set sql -%}
select
    person_id,
    enrollment_start_date as event_date,
    enrollment_end_date as event_end_date,
    'payer-type' as code_type,
    payer_type as code,
    cast(null as double) as value,
    'other' as setting,
    cast(null as integer) as position,
    cast(null as {{ dbt.type_string() }}) as encounter_id,
    'core.coverage' as source_table,
    eligibility_id as source_id
from {{ ref('core__coverage') }}
where enrollment_start_date is not null
{%- if types %}
    and payer_type in ({{ _quoted(types) }})
{%- endif %}
    {%- endset -%}
    {%- set words = 'the start of ' ~ (_listed(types) ~ ' ' if types else '') ~ 'coverage' -%}
    {%- do return(_events('enrollments', words, {'payer_type': payer_type}, [{'name': 'coverage'}], sql)) -%}
{% endmacro %}
