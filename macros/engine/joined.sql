{# Aggregates the different texts of a group to one, in the order of the alphabet. #}
{% macro joined(text) -%}
    {{ return(adapter.dispatch('joined', 'careworld')(text)) }}
{%- endmacro %}

{% macro default__joined(text) -%}
    array_to_string(list_sort(list(distinct {{ text }})), '')
{%- endmacro %}

{% macro spark__joined(text) -%}
    array_join(sort_array(collect_set({{ text }})), '')
{%- endmacro %}
