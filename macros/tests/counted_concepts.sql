{#
    The concepts whose rows a test counts: all of them, and in a world of more than 30,000 people those that are tables. To
    find the rows of 180 views costs minutes there, and what makes them is the same at every size: the tested keys of core
    and the SQL of concept(), which smaller worlds count whole.
#}
{% macro counted_concepts() %}
    {%- set patient = load_relation(ref('core__patient')) if execute else none -%}
    {%- if not patient or run_query('select count(*) from ' ~ patient).columns[0].values()[0] <= 30000 -%}
        {%- do return(all_concepts()) -%}
    {%- endif -%}
    {%- set counted = [] -%}
    {%- for name in all_concepts() -%}
        {%- set concept = load_relation(ref('concept__' ~ name)) -%}
        {%- if concept and concept.is_table -%} {%- do counted.append(name) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(counted or all_concepts()) -%}
{% endmacro %}
