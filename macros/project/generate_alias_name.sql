{# File = address: the table is the part of the file name after the first two underscores. #}
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
    {%- if custom_alias_name -%} {{ custom_alias_name | trim }}
    {%- else -%} {{ node.name.split('__', 1)[-1] }}
    {%- endif -%}
{%- endmacro %}
