{# Calendar month of a date as six digits: 202403. #}
{% macro year_month(date) -%}
    {{ return(adapter.dispatch('year_month', 'careworld')(date)) }}
{%- endmacro %}

{% macro default__year_month(date) -%}
    strftime({{ date }}, '%Y%m')
{%- endmacro %}

{% macro spark__year_month(date) -%}
    date_format({{ date }}, 'yyyyMM')
{%- endmacro %}
