{# Records of one core table that carry a result: with a threshold, only numbers in its unit, the threshold included. #}
{% macro _measured(verb, noun, arguments, table) %}
    {%- set call = verb ~ "('" ~ arguments.value_set ~ "'): " -%}
    {%- set limits = {'at_least': arguments.at_least, 'at_most': arguments.at_most} -%}
    {%- set only = table.get('only', []) -%}
    {%- set bounds = [] -%}
    {%- for name, limit in limits.items() if limit is not none -%}
        {%- if arguments.unit is none -%}
            {%- do exceptions.raise_compiler_error(
                call ~ "a threshold needs its unit, for example labs('hemoglobin_a1c', at_least=6.5, unit='%')"
            ) -%}
        {%- endif -%}
        {%- if limit is not number or limit is boolean -%}
            {%- do exceptions.raise_compiler_error(call ~ name ~ " is a number, not " ~ _shown(limit)) -%}
        {%- endif -%}
        {%- do only.append('try_cast(result as double) ' ~ ('>=' if name == 'at_least' else '<=') ~ ' ' ~ limit) -%}
        {%- do bounds.append(name | replace('_', ' ') ~ ' ' ~ limit) -%}
    {%- endfor -%}
    {%- do _must_not_cross(verb, arguments.at_least, arguments.at_most) -%}
    {%- if arguments.unit is not none -%}
        {%- if arguments.unit is not string -%}
            {%- do exceptions.raise_compiler_error(call ~ "unit is a word in quotes, not " ~ _shown(arguments.unit)) -%}
        {%- endif -%}
        {%- do _must_be_one_of('unit', arguments.unit, units()) -%}
        {%- do only.append('coalesce(normalized_units, source_units) = ' ~ _quoted([arguments.unit])) -%}
    {%- endif -%}

    {%- set words = [noun ~ _said(arguments.value_set)] -%}
    {%- if bounds -%} {%- do words.append('of ' ~ bounds | join(' and ')) -%} {%- endif -%}
    {%- if arguments.unit is not none -%}
        {%- do words.append(arguments.unit if bounds else 'in ' ~ arguments.unit) -%}
    {%- endif -%}
    {%- do table.update({'value': 'try_cast(result as double)', 'only': only}) -%}
    {%- do return(_coded_events(verb, words | join(' '), arguments, [table])) -%}
{% endmacro %}
