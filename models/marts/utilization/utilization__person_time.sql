with

coverage as (

    select * from {{ ref('cohorts__unbroken_coverage') }}

),

member as (

    select * from {{ ref('cohorts__member') }}

),

patient as (

    select * from {{ ref('core__patient') }}

),

age_band as (

    select
        bands.age_band,
        bands.from_age,
        bands.before_age
    from (
        values
        ('0-17', 0, 18),
        ('18-44', 18, 45),
        ('45-64', 45, 65),
        ('65-84', 65, 85),
        ('85+', 85, 150)
    ) as bands (age_band, from_age, before_age)

),

populations as (

    select
        'everyone' as population,
        person_id,
        coverage_start_date as start_date,
        coverage_end_date as end_date
    from coverage
    union all
    -- The day of entry is not at risk: the stay that brings someone into a cohort must not count against it.
    select
        member.cohort as population,
        member.person_id,
        greatest(
            coverage.coverage_start_date,
            cast({{ dbt.dateadd('day', 1, 'member.cohort_start_date') }} as date)
        ) as start_date,
        least(coverage.coverage_end_date, member.cohort_end_date) as end_date
    from member
    inner join coverage
        on member.person_id = coverage.person_id

),

banded as (

    -- A birthday that opens the next band splits the time, so that every day counts at the age it was lived.
    select
        populations.population,
        populations.person_id,
        patient.sex,
        age_band.age_band,
        greatest(
            populations.start_date,
            cast({{ dbt.dateadd('year', 'age_band.from_age', 'patient.birth_date') }} as date)
        ) as start_date,
        least(
            populations.end_date,
            coalesce(patient.death_date, populations.end_date),
            cast({{ dbt.dateadd('year', 'age_band.before_age', 'patient.birth_date') }} as date) - 1
        ) as end_date
    from populations
    inner join patient
        on populations.person_id = patient.person_id
    cross join age_band

)

select
    population,
    person_id,
    sex,
    age_band,
    start_date,
    end_date,
    {{ dbt.datediff('start_date', 'end_date', 'day') }}
    + 1 as day_count
from banded
where start_date <= end_date
