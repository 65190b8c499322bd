{# Day of the week of a date in full: Monday. #}
{% macro day_name(date) -%}
    {{ return(adapter.dispatch('day_name', 'careworld')(date)) }}
{%- endmacro %}

{% macro default__day_name(date) -%}
    dayname({{ date }})
{%- endmacro %}

{% macro spark__day_name(date) -%}
    date_format({{ date }}, 'EEEE')
{%- endmacro %}
