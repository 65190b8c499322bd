{# File = address: the schema is what the folder says, else the part of the file name before the two underscores. #}
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {%- if custom_schema_name -%} {{ custom_schema_name | trim }}
    {%- elif node and '__' in node.name -%} {{ node.name.split('__')[0] }}
    {%- else -%} {{ target.schema }}
    {%- endif -%}
{%- endmacro %}
