{{ config(materialized="view") }}

with

person as (

    select * from {{ ref('judge__person') }}

),

coverage as (

    select * from {{ ref('core__coverage') }}

),

enrollment as (

    select * from {{ ref('staging__payer_enrollment') }}
    where person_id in (select person.person_id from person)

),

described as (

    select
        person_id,
        'person.age' as trait,
        cast(age as double) as trait_value
    from person
    union all
    select
        person_id,
        'race.' || race as trait,
        1 as trait_value
    from person
    union all
    select
        person_id,
        'ethnicity.' || ethnicity as trait,
        1 as trait_value
    from person
    union all
    select
        person_id,
        'language.' || language as trait,
        1 as trait_value
    from person
    union all
    select
        person_id,
        'sex.' || sex as trait,
        1 as trait_value
    from person
    union all
    select
        person_id,
        'person.charted' as trait,
        1 as trait_value
    from person
    where is_charted
    union all
    select
        person_id,
        'person.here_all_year' as trait,
        1 as trait_value
    from person
    where first_date <= day_of_measurement - 365

),

flagged as (

    select distinct
        coverage.person_id,
        'person.dual' as trait
    from coverage
    inner join person on coverage.person_id = person.person_id
    where
        coverage.dual_status_code <> '00'
        and coverage.enrollment_end_date > person.day_of_measurement - 365
    union all
    select distinct
        coverage.person_id,
        'person.in_nursing_facility' as trait
    from coverage
    inner join person on coverage.person_id = person.person_id
    where
        coverage.long_term_institutional_flag = 1
        and coverage.enrollment_end_date >= person.last_date
    union all
    select distinct
        enrollment.person_id,
        'medicaid_group.' || enrollment.medicaid_eligibility_group as trait
    from enrollment
    where enrollment.medicaid_eligibility_group is not null

)

select
    person_id,
    trait,
    trait_value
from described
union all
select
    person_id,
    trait,
    1 as trait_value
from flagged
