{#
    Completes judge.cohort_entry, as its hook, with what claims and charts alone would have found. Each cohort is asked
    by a statement of its own: a single one over all definitions is planned for longer than it runs.
#}
{% macro append_entries_by_source() %}
    {%- for cohort in cohorts_of_truth() -%}
        {%- set statement -%}
insert into {{ this }}
select
    '{{ cohort }}' as cohort,
    source as evidence,
    person_id,
    min(cohort_start_date) as met_entry_date,
    min(case when lost_to is null then cohort_start_date end) as member_since_date
from {{ by_source(ref('cohort__' ~ cohort)) }}
group by
    source,
    person_id
        {%- endset -%}
        {%- do run_query(statement) -%}
    {%- endfor -%}
{% endmacro %}
