{#
    The names of all cohorts, for the few models that read every one of them: cohorts.member and cohorts.attrition.
    dbt fixes the lineage of a model while it parses, when it can not yet list the project's files; so a new cohort
    is named here, in one line, or dbt refuses to compile those models and says which line is missing.
#}
{% macro all_cohorts() %}
    {%- set names = [
        'diabetes',
        'type_2_diabetes',
    ] -%}
    {#- A unit test is rendered without a graph. -#}
    {%- if execute and graph -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name.startswith('cohort__') -%}
            {%- set name = node.name.split('__', 1)[1] -%}
            {%- if name not in names -%}
                {%- do exceptions.raise_compiler_error("add '" ~ name ~ "' to the names in macros/cohorts/all_cohorts.sql") -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(names) -%}
{% endmacro %}
