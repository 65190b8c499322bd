{# What tells one membership from another: the person under one number of one plan, as one source says. #}
{% macro member_columns() -%}
    {{ return(['person_id', 'member_id', 'payer', 'plan', 'data_source']) }}
{%- endmacro %}
