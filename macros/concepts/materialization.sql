{#
    A concept is a table when several models read it, else a view: nine of ten have one reader in this project or none, and
    to write their rows would take longer than to find them once. `+materialized: table` or `view` in dbt_project.yml
    turns a folder of concepts without asking.
#}
{% materialization concept, default %}
    {%- set readers = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and model.unique_id in node.depends_on.nodes -%}
        {%- do readers.append(node.name) -%}
    {%- endfor -%}
    {%- set is_table = readers | length > 1 -%}
    {%- set concept = this.incorporate(type='table' if is_table else 'view') -%}

    {{ run_hooks(pre_hooks) }}

    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {% call statement('main') -%}
        {{ create_table_as(false, concept, sql) if is_table else create_view_as(concept, sql) }}
    {%- endcall %}
    {% do persist_docs(concept, model) %}

    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}

    {{ return({'relations': [concept]}) }}
{% endmaterialization %}
