{# True when the variable `input_layer_schema` names a schema with somebody's own input layer. #}
{% macro brings_own_tables() -%}
    {{ return(var('input_layer_schema', none) is not none) }}
{%- endmacro %}

{#
    The table of the user's own that stands for this model of the input layer: the one of the same name in the
    schema `input_layer_schema`. It keeps to the contract: every column of the model's YAML, in any order, beside
    others if he likes.

    A table he does not have is an empty table: a payer has no charts, a clinic no claims. A column he does not
    have is an error that names it, for a null that nobody decided on would be believed.
#}
{% macro own_table() -%}
    {%- if not execute -%}
        {#- Its columns are known when the model runs. -#}
        select null as not_yet_read
    {%- else -%}
        {%- set database = var('input_layer_database', none) or target.database -%}
        {%- set schema = var('input_layer_schema') -%}
        {%- set found = adapter.get_relation(database, schema, model.alias) -%}
        {%- if found -%}
            {%- do refuse_missing_columns(found, model.columns.values() | map(attribute='name')) -%}
        {%- else -%}
            {%- do refuse_schema_without_tables(database, schema) -%}
            {%- do log('input layer: no table ' ~ schema ~ '.' ~ model.alias ~ ', taken as empty', info=true) -%}
        {%- endif -%}
        select
        {% for column in model.columns.values() %}
            cast({{ column.name if found else 'null' }} as {{ column.data_type }}) as {{ column.name }}
            {{- ',' if not loop.last }}
        {% endfor %}
        {{ 'from ' ~ found if found else 'where false' }}
    {%- endif -%}
{%- endmacro %}

{# A schema without any table of the input layer is a misspelled one, not one without data. #}
{% macro refuse_schema_without_tables(database, schema) -%}
    {%- set names = [] -%}
    {%- set found = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.schema == 'input_layer' -%}
        {%- do names.append(node.alias) -%}
        {%- if adapter.get_relation(database, schema, node.alias) -%}
            {%- do found.append(node.alias) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not found -%}
        {%- do exceptions.raise_compiler_error(
            'input_layer_schema: ' ~ database ~ '.' ~ schema ~ ' holds no table of the input layer ('
            ~ names | sort | join(', ') ~ ')'
        ) -%}
    {%- endif -%}
{%- endmacro %}

{# All columns that the contract has and the table has not, in one error. #}
{% macro refuse_missing_columns(relation, columns) -%}
    {%- set present = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list -%}
    {%- set missing = columns | reject('in', present) | list -%}
    {%- if missing -%}
        {%- do exceptions.raise_compiler_error(
            'input_layer_schema: ' ~ relation ~ ' lacks the column' ~ ('s ' if missing | length > 1 else ' ')
            ~ missing | join(', ') ~ '; add what is unknown as null'
        ) -%}
    {%- endif -%}
{%- endmacro %}
