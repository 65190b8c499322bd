{# A value of a type that ends the query with this message when it is read. #}
{% macro raised(message, type) -%}
    {{ return(adapter.dispatch('raised', 'careworld')(message | replace("'", "''"), type)) }}
{%- endmacro %}

{% macro default__raised(message, type) -%}
    cast(error('{{ message }}') as {{ type }})
{%- endmacro %}

{% macro spark__raised(message, type) -%}
    cast(raise_error('{{ message }}') as {{ type }})
{%- endmacro %}
