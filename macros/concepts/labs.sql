{# Laboratory results of the value set on the day of the draw; with a threshold, only numeric results in that unit. #}
{% macro labs(value_set, at_least=none, at_most=none, unit=none) %}
    {%- do _must_know('labs', kwargs, ['value_set', 'at_least', 'at_most', 'unit']) -%}
    {%- if (at_least is not none or at_most is not none) and unit is none -%}
        {%- do exceptions.raise_compiler_error(
            "labs('" ~ value_set ~ "'): a threshold needs its unit, for example labs('hemoglobin_a1c', at_least=6.5, unit='%')"
        ) -%}
    {%- endif -%}
    {%- for name, threshold in [('at_least', at_least), ('at_most', at_most)] if threshold is not none -%}
        {%- if threshold is not number or threshold is boolean -%}
            {%- do exceptions.raise_compiler_error("labs('" ~ value_set ~ "'): " ~ name ~ " is a number, not " ~ _shown(threshold)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do _must_not_cross('labs', at_least, at_most) -%}
    {%- if unit is not none and unit is not string -%}
        {%- do exceptions.raise_compiler_error("labs('" ~ value_set ~ "'): unit is a word in quotes, not " ~ _shown(unit)) -%}
    {%- endif -%}

    {%- set limits = [] -%}
    {%- if at_least is not none -%} {%- do limits.append('try_cast(result as double) >= ' ~ at_least) -%} {%- endif -%}
    {%- if at_most is not none -%} {%- do limits.append('try_cast(result as double) <= ' ~ at_most) -%} {%- endif -%}
    {%- if unit is not none -%}
        {%- do limits.append("coalesce(normalized_units, source_units) = '" ~ unit | replace("'", "''") ~ "'") -%}
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

    {%- set bounds = [] -%}
    {%- if at_least is not none -%} {%- do bounds.append('at least ' ~ at_least) -%} {%- endif -%}
    {%- if at_most is not none -%} {%- do bounds.append('at most ' ~ at_most) -%} {%- endif -%}
    {%- set words = ['a result of ' ~ _said(value_set)] -%}
    {%- if bounds -%} {%- do words.append('of ' ~ bounds | join(' and ')) -%} {%- endif -%}
    {%- if unit is not none -%} {%- do words.append(unit if bounds else 'in ' ~ unit) -%} {%- endif -%}
    {%- set arguments = {'value_set': value_set, 'at_least': at_least, 'at_most': at_most, 'unit': unit} -%}
    {%- do return(_events('labs', words | join(' '), arguments, records)) -%}
{% endmacro %}
