{#
    A cohort is stored twice: `<name>__screened` holds everyone who met the entry with the rule that lost them,
    `<name>` shows the members alone. Whoever joins the short name can not count the lost by mistake.
#}
{% materialization cohort, default %}
    {%- set screened = this.incorporate(path={'identifier': this.identifier ~ '__screened'}, type='table') -%}
    {%- set members = this.incorporate(type='view') -%}

    {{ run_hooks(pre_hooks) }}

    {{ drop_relation_if_exists(load_cached_relation(members)) }}
    {{ drop_relation_if_exists(load_cached_relation(screened)) }}

    {% call statement('main') -%}
        {{ create_table_as(false, screened, sql) }}
    {%- endcall %}

    {% call statement('members') -%}
        create view {{ members }} as
        select
            person_id,
            cohort_start_date,
            cohort_end_date
        from {{ screened }}
        where lost_to is null
    {%- endcall %}

    {% set shown = {} %}
    {% for name, column in model.columns.items() if name != 'lost_to' %}
        {% do shown.update({name: column}) %}
    {% endfor %}
    {% do persist_docs(screened, model) %}
    {% do persist_docs(members, {'description': model.description, 'columns': shown}) %}

    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}

    {{ return({'relations': [members, screened]}) }}
{% endmaterialization %}
