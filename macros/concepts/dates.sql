{# A date so many days after (or, when negative, before) another. #}
{% macro _days_from(date, days) %}
    {%- do return(date if days == 0 else _shifted('day', days, date)) -%}
{% endmacro %}


{# dbt's dateadd as a date, on one line. #}
{% macro _shifted(part, number, date) %}
    {%- do return('cast(' ~ dbt.dateadd(part, number, date) | trim ~ ' as date)') -%}
{% endmacro %}
