{# One row per calendar month that the span touches: the first day of each. Stands alone in a select list. #}
{% macro each_month(start_date, end_date) -%}
    {{ return(adapter.dispatch('each_month', 'careworld')(start_date, end_date)) }}
{%- endmacro %}

{% macro default__each_month(start_date, end_date) -%}
    cast(unnest(generate_series(
        date_trunc('month', {{ start_date }}), cast({{ end_date }} as timestamp), interval 1 month
    )) as date)
{%- endmacro %}

{% macro spark__each_month(start_date, end_date) -%}
    explode(sequence(trunc({{ start_date }}, 'month'), {{ end_date }}, interval 1 month))
{%- endmacro %}
