{#
    A cohort is stored twice: `<name>__screened` holds everyone who met the entry with the rule that lost them,
    `<name>` shows the members alone. Whoever joins the short name can not count the lost by mistake.
    A cohort that names its reference years brings a second statement, stored as `<name>__yearly`; of one whose twin
    names true conditions, the view `<name>__by_source` shows what either source alone would have found.
#}
{% materialization cohort, default %}
    {%- set screened = this.incorporate(path={'identifier': this.identifier ~ '__screened'}, type='table') -%}
    {%- set members = this.incorporate(type='view') -%}
    {%- set yearly = this.incorporate(path={'identifier': this.identifier ~ '__yearly'}, type='table') -%}
    {%- set sources = by_source(this) -%}
    {%- set statements = sql.split(';\n' ~ _yearly_mark()) -%}
    {%- set relations = [members, screened] -%}

    {{ run_hooks(pre_hooks) }}

    {{ drop_relation_if_exists(load_cached_relation(sources)) }}
    {{ drop_relation_if_exists(load_cached_relation(members)) }}
    {{ drop_relation_if_exists(load_cached_relation(screened)) }}
    {{ drop_relation_if_exists(load_cached_relation(yearly)) }}

    {% call statement('main') -%}
        {{ create_table_as(false, screened, statements[0]) }}
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

    {% if statements | length > 1 %}
        {% call statement('yearly') -%}
            create table {{ yearly }} as
            {{ statements[1].rstrip().rstrip(';') }}
        {%- endcall %}
        {% do relations.append(yearly) %}
    {% endif %}

    {% if model.config.meta.truth %}
        {% call statement('by_source') -%}
            create view {{ sources }} as
            {{ _by_source(statements[0]) }}
        {%- endcall %}
        {% do relations.append(sources) %}
    {% endif %}

    {% set shown = {} %}
    {% for name, column in model.columns.items() if name != 'lost_to' %}
        {% do shown.update({name: column}) %}
    {% endfor %}
    {% do persist_docs(screened, model) %}
    {% do persist_docs(members, {'description': model.description, 'columns': shown}) %}

    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}

    {{ return({'relations': relations}) }}
{% endmaterialization %}
