{#
    What the dbt graph knows of every concept or cohort: a row per file, with the definition that the file left behind.
    `kind` is concept or cohort; `built_on` are the prefixes of the nodes worth naming as its building blocks.
#}
{% macro registry(kind, built_on) %}
    {%- set columns = [
        kind, 'table_name', 'shelf', 'description', 'status', 'reference', 'words', 'built_on', 'definition', 'file_name'
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
            {%- do rows.append([
                node.name.split('__', 1)[1],
                node.schema ~ '.' ~ node.alias,
                node.fqn[-2],
                node.description | trim,
                meta.get('status', ''),
                meta.get('reference', ''),
                meta[kind].words,
                blocks | unique | sort | join(', '),
                tojson(meta[kind]),
                node.original_file_path,
            ]) -%}
        {%- endfor -%}
    {%- endif -%}

    {%- if rows -%}
select
    {{ columns | join(',\n    ') }}
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
    cast(null as {{ dbt.type_string() }}) as {{ column }}{{ "," if not loop.last }}
    {%- endfor %}
where false
    {%- endif -%}
{% endmacro %}
