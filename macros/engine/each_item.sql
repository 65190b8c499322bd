{# One row per item of a list written as text, as in `a & b`. Stands alone in a select list. #}
{% macro each_item(text, separator) -%}
    {{ return(adapter.dispatch('each_item', 'careworld')(text, separator)) }}
{%- endmacro %}

{% macro default__each_item(text, separator) -%}
    unnest(string_split({{ text }}, '{{ separator }}'))
{%- endmacro %}

{% macro spark__each_item(text, separator) -%}
    explode(split({{ text }}, '{{ separator }}'))
{%- endmacro %}
