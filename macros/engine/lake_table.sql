{# The Parquet files of one lake table of the population var('spec'), as something to select from. #}
{% macro lake_table(layer, name) -%}
    {{ return(adapter.dispatch('lake_table', 'careworld')(layer, name)) }}
{%- endmacro %}

{% macro default__lake_table(layer, name) -%}
    read_parquet('data/lake/{{ var("spec") }}/{{ layer }}/{{ name }}/*.parquet')
{%- endmacro %}

{% macro spark__lake_table(layer, name) -%}
    parquet.`data/lake/{{ var("spec") }}/{{ layer }}/{{ name }}`
{%- endmacro %}
