{# The concepts whose columns are not those of all, as pairs of name and columns; none while dbt parses. #}
{% macro misshapen_concepts() %}
    {%- set expected = event_columns().items() | map('join', ' ') | join(', ') -%}
    {%- set faults = [] -%}
    {%- for name in all_concepts() -%}
        {%- set concept = ref('concept__' ~ name) -%}
        {%- set columns = [] -%}
        {%- for column in adapter.get_columns_in_relation(concept) if execute -%}
            {%- do columns.append(column.name ~ ' ' ~ ('varchar' if column.is_string() else column.dtype | lower)) -%}
        {%- endfor -%}
        {%- if execute and columns | join(', ') != expected -%}
            {%- do faults.append((name, columns | join(', '))) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}
