{#
    The steps by which cohorts lose people, as SQL: a row per cohort and step, in the order in which people are lost.
    Step 0 is the entry; the rules are read from the dbt graph, so that a rule that lost nobody is a step too.
#}
{% macro attrition_steps(cohorts) %}
    {%- set steps = [] -%}
    {%- for cohort in cohorts -%}
        {%- do steps.append((cohort, 0, 'met the entry')) -%}
        {#- A unit test is rendered without a graph. -#}
        {%- if execute and graph -%}
            {%- for node in graph.nodes.values() if node.name == 'cohort__' ~ cohort -%}
                {%- for rule in node.config.meta.cohort.rules -%}
                    {%- do steps.append((cohort, loop.index, rule.name)) -%}
                {%- endfor -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}

select
    cohort,
    step,
    rule
from (
    values
    {%- for cohort, step, rule in steps %}
    ('{{ cohort }}', {{ step }}, '{{ rule | replace("'", "''") }}'){{ "," if not loop.last }}
    {%- endfor %}
) as steps (cohort, step, rule)
{%- endmacro %}
