{# A number of 64 bits that stands for values, parted by commas: rows are told apart by it faster than by long texts. #}
{% macro row_hash(values) -%}
    {{ return(adapter.dispatch('row_hash', 'careworld')(values)) }}
{%- endmacro %}

{% macro default__row_hash(values) -%}
    hash({{ values }})
{%- endmacro %}

{#- Spark's own hash() has 32 bits, and millions of keys would meet. -#}
{% macro spark__row_hash(values) -%}
    xxhash64({{ values }})
{%- endmacro %}
