{# The table of everyone who met the entry of a cohort, members and lost, from the ref of the cohort. #}
{% macro screened(cohort) %}
    {%- do return(cohort.incorporate(path={'identifier': cohort.identifier ~ '__screened'})) -%}
{% endmacro %}
