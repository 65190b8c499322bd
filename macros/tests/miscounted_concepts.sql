{#
    The concepts with an event that is not one record of a known person on a known day, as pairs of name and number of
    events. Each is asked by itself, while the test runs: one statement over 200 views would need the memory of all of them.
    In a world of more than 30,000 people only tables are asked. To find the rows of 180 views costs minutes there, and what
    makes them is the same at every size: the tested keys of core and the SQL of concept().
#}
{% macro miscounted_concepts() %}
    {%- set patient = ref('core__patient') -%}
    {%- set runs = execute and flags.WHICH in ['build', 'test'] -%}
    {%- set is_big = runs and run_query('select count(*) from ' ~ patient).columns[0].values()[0] > 30000 -%}
    {%- set faults = [] -%}
    {%- for name in all_concepts() -%}
        {%- set concept = ref('concept__' ~ name) -%}
        {%- if runs and not (is_big and load_relation(concept).is_view) -%}
            {%- set counts = run_query(_counts_of_events(concept, patient)).rows[0].values() | map('int') | list -%}
            {%- if counts | min < counts | max -%} {%- do faults.append((name, counts[0])) -%} {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}

{# The events of a concept, and those with what each must have: all numbers are the same when each has all of it. #}
{% macro _counts_of_events(concept, patient) -%}
select
    count(*) as event_count,
    count(distinct {{ row_hash('source_table, source_id') }}) as record_count,
    count(event_date) as dated_count,
    count(source_table) as table_count,
    count(source_id) as named_count,
    coalesce(sum(case when person_id in (select person_id from {{ patient }}) then 1 else 0 end), 0) as known_count
from {{ concept }}
{%- endmacro %}
