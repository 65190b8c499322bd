{#
    File = address: the schema is what the folder says, else the part of the file name before the two underscores.
    A project that uses this one as a package can begin them all alike, where its own schemas have the same names.
#}
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {%- if custom_schema_name -%} {{ var('schema_prefix', '') }}{{ custom_schema_name | trim }}
    {%- elif node and '__' in node.name -%} {{ var('schema_prefix', '') }}{{ node.name.split('__')[0] }}
    {%- else -%} {{ target.schema }}
    {%- endif -%}
{%- endmacro %}
