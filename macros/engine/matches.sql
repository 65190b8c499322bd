{# True when the text fits the regular expression as a whole. #}
{% macro matches(text, pattern) -%}
    {{ return(adapter.dispatch('matches', 'careworld')(text, pattern)) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
    regexp_full_match({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
    {{ text }} rlike '^({{ pattern }})$'
{%- endmacro %}
