{{ config(post_hook="{{ append_entries_by_source() }}") }}{% set judged = cohorts_of_truth() %}
with

entered as (

    {% for cohort in all_cohorts() -%}
    {%- set relation = ref('cohort__' ~ cohort) %}{% if cohort in judged -%}
    select
        '{{ cohort }}' as cohort,
        'both' as evidence,
        person_id,
        cohort_start_date,
        lost_to
    from {{ screened(relation) }}
    union all
    {% endif -%}
    {%- endfor -%}
    select
        cast(null as {{ dbt.type_string() }}) as cohort,
        cast(null as {{ dbt.type_string() }}) as evidence,
        cast(null as {{ dbt.type_string() }}) as person_id,
        cast(null as date) as cohort_start_date,
        cast(null as {{ dbt.type_string() }}) as lost_to
    where false

)

select
    cohort,
    evidence,
    person_id,
    min(cohort_start_date) as met_entry_date,
    min(case when lost_to is null then cohort_start_date end) as member_since_date
from entered
group by
    cohort,
    evidence,
    person_id
