{# Laboratory results of the value set on the day of the draw; with a threshold, only numeric results in that unit. #}
{% macro labs(value_set, at_least=none, at_most=none, unit=none) %}
    {%- if (at_least is not none or at_most is not none) and unit is none -%}
        {%- do exceptions.raise_compiler_error(
            "labs('" ~ value_set ~ "'): a threshold needs its unit, for example labs('hemoglobin_a1c', at_least=6.5, unit='%')"
        ) -%}
    {%- endif -%}
    {%- for name, threshold in [('at_least', at_least), ('at_most', at_most)] if threshold is not none and threshold is not number -%}
        {%- do exceptions.raise_compiler_error("labs('" ~ value_set ~ "'): " ~ name ~ " is a number, not '" ~ threshold ~ "'") -%}
    {%- endfor -%}

    {%- set limits = [] -%}
    {%- if at_least is not none -%} {%- do limits.append('try_cast(result as double) >= ' ~ at_least) -%} {%- endif -%}
    {%- if at_most is not none -%} {%- do limits.append('try_cast(result as double) <= ' ~ at_most) -%} {%- endif -%}
    {%- if unit is not none -%}
        {%- do limits.append("coalesce(normalized_units, source_units) = '" ~ unit ~ "'") -%}
    {%- endif -%}

    {%- set records -%}
select
    person_id,
    cast(coalesce(collection_datetime, result_datetime) as date) as event_date,
    cast(coalesce(collection_datetime, result_datetime) as date) as event_end_date,
    normalized_component_type as code_type,
    normalized_component_code as code,
    try_cast(result as double) as value,
    cast(null as {{ dbt.type_string() }}) as setting,
    cast(null as integer) as position,
    encounter_id,
    'core.lab_result' as source_table,
    lab_result_id as source_id
from {{ ref('core__lab_result') }}
{%- if limits %}
where {{ limits | join('\n    and ') }}
{%- endif %}
    {%- endset -%}

    {%- set words = ['a result of ' ~ _said(value_set)] -%}
    {%- if at_least is not none -%} {%- do words.append('at least ' ~ at_least ~ ' ' ~ unit) -%} {%- endif -%}
    {%- if at_most is not none -%} {%- do words.append('at most ' ~ at_most ~ ' ' ~ unit) -%} {%- endif -%}
    {%- set arguments = {'value_set': value_set, 'at_least': at_least, 'at_most': at_most, 'unit': unit} -%}
    {%- do return(_events('labs', words | join(' '), arguments, records)) -%}
{% endmacro %}
