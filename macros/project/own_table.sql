{# True when the variable `input_layer_schema` names a schema with somebody's own input layer. #}
{% macro brings_own_tables() -%}
    {{ return(var('input_layer_schema', none) is not none) }}
{%- endmacro %}

{# True when the variable `core_schema` names a schema with somebody's own finished core. #}
{% macro brings_own_core() -%}
    {{ return(var('core_schema', none) is not none) }}
{%- endmacro %}

{#
    The table of the user's own that stands for this model of a layer, input_layer or core: the one of the same name in
    the schema `<layer>_schema`. It keeps to the contract: every column of the model's YAML, in any order, beside
    others if he likes.

    A table he does not have is an empty table: a payer has no charts, a clinic no claims. A column he does not
    have is an error that names it, for a null that nobody decided on would be believed. Whoever decides so lists it in
    the variable `absent_columns`, as table.column. A column that Tuva does not have is optional, as its meta says: who
    asks for what it says without it meets the error then.
#}
{% macro own_table(layer='input_layer') -%}
    {%- if layer == 'core' -%}
        {#- Ours are tables; what stands for his own is a view. -#}
        {%- do config(materialized='view') -%}
    {%- endif -%}
    {%- if not execute -%}
        {#- Its columns are known when the model runs. -#}
        select null as not_yet_read
    {%- else -%}
        {%- set found = adapter.get_relation(_own_database(layer), var(layer ~ '_schema'), model.alias) -%}
        {%- set columns = model.columns.values() | map(attribute='name') | list -%}
        {%- set present = [] -%}
        {%- if found -%}
            {%- do refuse_own_place(layer, found) -%}
            {%- do present.extend(present_columns(layer, found, columns)) -%}
        {%- else -%}
            {%- do refuse_schema_without_tables(layer) -%}
            {%- do log(layer | replace('_', ' ') ~ ': no table ' ~ var(layer ~ '_schema') ~ '.' ~ model.alias
                       ~ ', taken as empty', info=true) -%}
        {%- endif -%}
        select
        {% for column in model.columns.values() %}
            cast({{ column.name if column.name in present else 'null' }} as {{ column.data_type }}) as {{ column.name }}
            {{- ',' if not loop.last }}
        {% endfor %}
        {{ 'from ' ~ found if found else 'where false' }}
    {%- endif -%}
{%- endmacro %}

{# The database that holds the user's own tables of a layer. #}
{% macro _own_database(layer) -%}
    {{ return(var(layer ~ '_database', none) or target.database) }}
{%- endmacro %}

{# A view that stands for a table must not take its place. #}
{% macro refuse_own_place(layer, found) -%}
    {%- if (found.database, found.schema, found.identifier) | map('lower') | list
        == (this.database, this.schema, this.identifier) | map('lower') | list -%}
        {%- do exceptions.raise_compiler_error(
            layer ~ '_schema: ' ~ found ~ ' would be replaced by the view that stands for it; say with the variable '
            ~ "schema_prefix, such as 'careworld_', how the schemas of this project begin"
        ) -%}
    {%- endif -%}
{%- endmacro %}

{# A schema without any table of the layer is a misspelled one, not one without data. #}
{% macro refuse_schema_without_tables(layer) -%}
    {%- set schema = var(layer ~ '_schema') -%}
    {%- set names = [] -%}
    {%- set found = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name.startswith(layer ~ '__') -%}
        {%- do names.append(node.alias) -%}
        {%- if adapter.get_relation(_own_database(layer), schema, node.alias) -%}
            {%- do found.append(node.alias) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not found -%}
        {%- do exceptions.raise_compiler_error(
            layer ~ '_schema: ' ~ _own_database(layer) ~ '.' ~ schema ~ ' holds no table of the '
            ~ layer | replace('_', ' ') ~ ' (' ~ names | sort | join(', ') ~ ')'
        ) -%}
    {%- endif -%}
{%- endmacro %}

{# Which columns of the contract the table has; all that it has not and nobody calls absent, in one error. #}
{% macro present_columns(layer, relation, columns) -%}
    {%- set all_present = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list -%}
    {%- set missing = [] -%}
    {%- for column in columns if column not in all_present and not model.columns[column].meta.is_optional -%}
        {%- if model.alias ~ '.' ~ column not in var('absent_columns', []) -%}
            {%- do missing.append(column) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if missing -%}
        {%- do exceptions.raise_compiler_error(
            layer ~ '_schema: ' ~ relation ~ ' lacks the column' ~ ('s ' if missing | length > 1 else ' ')
            ~ missing | join(', ') ~ '; add what is unknown as null, or list it in the variable absent_columns as '
            ~ model.alias ~ '.' ~ missing[0]
        ) -%}
    {%- endif -%}
    {{ return(columns | select('in', all_present) | list) }}
{%- endmacro %}

{#
    The table of the user's own, when he brings one, that lacks an optional column and nobody calls it absent; none
    otherwise. `tables` pairs the layers with the name that the table has in each.
#}
{% macro own_table_without(column, tables) -%}
    {%- set lacking = [] -%}
    {%- for layer, table in tables.items() if execute and var(layer ~ '_schema', none) is not none -%}
        {%- set found = adapter.get_relation(_own_database(layer), var(layer ~ '_schema'), table) -%}
        {%- if found and table ~ '.' ~ column not in var('absent_columns', [])
            and column not in adapter.get_columns_in_relation(found) | map(attribute='name') | map('lower') -%}
            {%- do lacking.append(found) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(lacking | first if lacking else none) }}
{%- endmacro %}
