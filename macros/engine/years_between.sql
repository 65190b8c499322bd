{# Completed years from one date to another, as ages are counted. #}
{% macro years_between(start_date, end_date) -%}
    {{ return(adapter.dispatch('years_between', 'careworld')(start_date, end_date)) }}
{%- endmacro %}

{% macro default__years_between(start_date, end_date) -%}
    cast(date_sub('year', {{ start_date }}, {{ end_date }}) as integer)
{%- endmacro %}

{% macro spark__years_between(start_date, end_date) -%}
    cast(floor(months_between({{ end_date }}, {{ start_date }}) / 12) as integer)
{%- endmacro %}
