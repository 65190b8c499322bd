{#- A view: a row for everyone covered in a year and every cohort would fill a table that few ask for. -#}
{{ config(materialized='view') }}{% set reference_years = cohorts_by_year() %}
with

asked as (

    {% for cohort, years in reference_years.items() -%}
    select
        '{{ cohort }}' as cohort,
        {{ years }} as reference_years
    union all
    {% endfor -%}
    select
        cast(null as {{ dbt.type_string() }}) as cohort,
        0 as reference_years
    where false

),

year as (

    select * from {{ ref('cohorts__year') }}

),

coverage as (

    select * from {{ ref('cohorts__unbroken_coverage') }}

),

patient as (

    select * from {{ ref('core__patient') }}

),

qualified as (

    {% for cohort in all_cohorts() -%}
    {%- set relation = ref('cohort__' ~ cohort) %}{% if cohort in reference_years -%}
    select
        '{{ cohort }}' as cohort,
        person_id,
        year,
        qualifying_date
    from {{ yearly(relation) }}
    union all
    {% endif -%}
    {%- endfor -%}
    select
        cast(null as {{ dbt.type_string() }}) as cohort,
        cast(null as {{ dbt.type_string() }}) as person_id,
        cast(null as integer) as year,
        cast(null as date) as qualifying_date
    where false

),

first_ever as (

    {% for cohort in all_cohorts() -%}
    {%- set relation = ref('cohort__' ~ cohort) %}{% if cohort in reference_years -%}
    select
        '{{ cohort }}' as cohort,
        person_id,
        min(cohort_start_date) as first_ever_date
    from {{ screened(relation) }}
    group by person_id
    union all
    {% endif -%}
    {%- endfor -%}
    select
        cast(null as {{ dbt.type_string() }}) as cohort,
        cast(null as {{ dbt.type_string() }}) as person_id,
        cast(null as date) as first_ever_date
    where false

),

person_year as (

    -- Who was covered on any day of the year, or met the entry without.
    select distinct
        asked.cohort,
        asked.reference_years,
        coverage.person_id,
        year.year,
        {{ dbt.dateadd('year', '1 - asked.reference_years', 'year.first_date') }} as first_date,
        year.last_date
    from asked
    cross join year
    inner join coverage
        on year.last_date >= coverage.coverage_start_date
        and year.first_date <= coverage.coverage_end_date
    union
    select
        asked.cohort,
        asked.reference_years,
        qualified.person_id,
        year.year,
        {{ dbt.dateadd('year', '1 - asked.reference_years', 'year.first_date') }} as first_date,
        year.last_date
    from qualified
    inner join asked
        on qualified.cohort = asked.cohort
    inner join year
        on qualified.year = year.year

),

flagged as (

    select
        person_year.cohort,
        person_year.person_id,
        person_year.year,
        person_year.reference_years,
        qualified.qualifying_date,
        case when qualified.person_id is null then 0 else 1 end as claims_flag,
        -- Covered from the first day of the reference period to its last, or to death.
        case when coverage.person_id is null then 0 else 1 end as enrollment_flag
    from person_year
    left join qualified
        on person_year.cohort = qualified.cohort
        and person_year.person_id = qualified.person_id
        and person_year.year = qualified.year
    left join patient
        on person_year.person_id = patient.person_id
    left join coverage
        on person_year.person_id = coverage.person_id
        and person_year.first_date >= coverage.coverage_start_date
        and least(person_year.last_date, coalesce(patient.death_date, person_year.last_date))
        <= coverage.coverage_end_date
    -- The events of who died in an earlier year still lie in the reference period.
    where patient.death_date is null or person_year.year <= extract(year from patient.death_date)

)

select
    flagged.cohort,
    flagged.person_id,
    flagged.year,
    flagged.reference_years,
    flagged.claims_flag = 1 as is_met_by_claims,
    flagged.enrollment_flag = 1 as is_met_by_enrollment,
    flagged.claims_flag + 2 * flagged.enrollment_flag as flag,
    flagged.qualifying_date,
    first_ever.first_ever_date
from flagged
left join first_ever
    on flagged.cohort = first_ever.cohort
    and flagged.person_id = first_ever.person_id
