{#
    What the dbt graph knows of every concept or cohort: a row per file, with the definition that the file left behind.
    `kind` is concept or cohort; `built_on` are the prefixes of the nodes worth naming as its building blocks.
    A file without YAML is a draft that its own words describe; one of plain SQL leaves neither words nor definition.
#}
{% macro registry(kind, built_on) %}
    {%- set columns = [
        kind, 'table_name', 'shelf', 'description', 'status', 'version', 'owner', 'reference', 'words', 'built_on',
        'definition', 'file_name'
    ] -%}
    {%- set rows = [] -%}
    {%- if execute and graph -%}
        {%- for node in graph.nodes.values() | sort(attribute='name')
            if node.resource_type == 'model' and node.name.startswith(kind ~ '__') -%}
            {%- set blocks = [] -%}
            {%- for id in node.depends_on.nodes if id.split('.')[-1].split('__')[0] in built_on -%}
                {%- do blocks.append(id.split('.')[-1]) -%}
            {%- endfor -%}
            {%- set meta = node.config.meta -%}
            {%- set definition = meta.get(kind, {}) -%}
            {%- set words = definition.get('words', '') -%}
            {%- do rows.append([
                node.name.split('__', 1)[1],
                node.schema ~ '.' ~ node.alias,
                node.fqn[-2],
                node.description | trim or words,
                meta.get('status', 'draft'),
                meta.get('version', 1) | string,
                meta.get('owner', ''),
                meta.get('reference', ''),
                words,
                blocks | unique | sort | join(', '),
                tojson(definition),
                node.original_file_path,
            ]) -%}
        {%- endfor -%}
    {%- endif -%}

    {%- if rows -%}
select
    {%- for column in columns %}
    {{ 'cast(version as integer) as version' if column == 'version' else column }}{{ "," if not loop.last }}
    {%- endfor %}
from (
    values
    {%- for row in rows %}
    (
        {%- for text in row %}
        '{{ text | replace("'", "''") }}'{{ "," if not loop.last }}
        {%- endfor %}
    ){{ "," if not loop.last }}
    {%- endfor %}
) as registry ({{ columns | join(', ') }})
    {%- else -%}
select
    {%- for column in columns %}
    cast(null as {{ 'integer' if column == 'version' else dbt.type_string() }}) as {{ column }}{{ "," if not loop.last }}
    {%- endfor %}
where false
    {%- endif -%}
{% endmacro %}


{# The cohorts that say something in their meta, such as truth or cohort.reference_years, with what they say. #}
{% macro _cohorts_that_name(fact) %}
    {%- set found = {} -%}
    {#- While dbt parses, and in a unit test, there is no graph to ask. -#}
    {%- if execute and graph -%}
        {%- for node in graph.nodes.values() | sort(attribute='name')
            if node.resource_type == 'model' and node.name.startswith('cohort__') -%}
            {%- set told = [node.config.meta] | map(attribute=fact) | first -%}
            {%- if told -%} {%- do found.update({node.name.split('__', 1)[1]: told}) -%} {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(found) -%}
{% endmacro %}
