{# Kinds of checks: each gives one check of `quality_checks` from a column, a severity and what is particular to it. #}

{# Any check, from the rows it applies to and the rows that fail. Columns are parted by commas. #}
{% macro failing(columns, says, severity, applies, fails) -%}
    {%- set sentence = says if ',' in columns else columns ~ ' ' ~ says -%}
    {{ return({
        'columns': columns, 'severity': severity, 'says': sentence, 'applies': applies, 'fails': fails,
        'of_group': false
    }) }}
{%- endmacro %}

{# The column is null, where it should not be. #}
{% macro missing(column, severity, where='true') -%}
    {{ return(failing(column, 'is missing', severity, where, column ~ ' is null')) }}
{%- endmacro %}

{# The code is not in the list that `quality_pass` joined under the column's name. #}
{% macro unlisted(column, severity, where='true') -%}
    {{ return(failing(
        column, 'is not in its code list', severity, column ~ ' is not null and ' ~ where, 'not is_listed_' ~ column
    )) }}
{%- endmacro %}

{# The value is none of a few. #}
{% macro outside(column, values, severity) -%}
    {%- set quoted = [] -%}
    {%- for value in values -%}
        {%- do quoted.append(value if value is number else "'" ~ value ~ "'") -%}
    {%- endfor -%}
    {{ return(failing(
        column, 'is not one of ' ~ values | join(', '), severity, column ~ ' is not null',
        column ~ ' not in (' ~ quoted | join(', ') ~ ')'
    )) }}
{%- endmacro %}

{# The text does not have the shape of its kind. #}
{% macro misshapen(column, pattern, severity) -%}
    {{ return(failing(
        column, 'does not look like one', severity, column ~ ' is not null', 'not ' ~ matches(column, pattern)
    )) }}
{%- endmacro %}

{# Two dates in the wrong order. #}
{% macro reversed(first, second, severity) -%}
    {{ return(failing(
        first ~ ', ' ~ second, first ~ ' is after ' ~ second, severity,
        first ~ ' is not null and ' ~ second ~ ' is not null', first ~ ' > ' ~ second
    )) }}
{%- endmacro %}

{# A date before 1900 or after the day on which the data was delivered. #}
{% macro unlikely_date(column, severity) -%}
    {{ return(failing(
        column, 'is before 1900 or after the extract', severity, column ~ ' is not null',
        column ~ " not between date '1900-01-01' and last_day"
    )) }}
{%- endmacro %}

{# Rows of one claim or person disagree about what it has once. #}
{% macro several(column, severity) -%}
    {%- set check = failing(
        column, 'has several values', severity, 'true', 'least_' ~ column ~ ' <> most_' ~ column
    ) -%}
    {%- do check.update({'of_group': true}) -%}
    {{ return(check) }}
{%- endmacro %}

{# A code list, the column of its codes and the expression that is looked up in it. #}
{% macro code_list(relation, key, code) -%}
    {{ return({'relation': relation, 'key': key, 'code': code}) }}
{%- endmacro %}
