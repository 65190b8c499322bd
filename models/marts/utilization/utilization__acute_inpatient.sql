with

person_time as (

    select * from {{ ref('utilization__person_time') }}

),

stay as (

    select
        encounter_id,
        person_id,
        encounter_start_date
    from {{ ref('core__encounter') }}
    where encounter_type = 'acute inpatient'
        -- Charts know the same stays again; the payer saw each once.
        and encounter_source_type = 'claim'

),

counted as (

    select
        person_time.population,
        person_time.person_id,
        person_time.sex,
        person_time.age_band,
        person_time.start_date,
        person_time.day_count,
        count(stay.encounter_id) as stay_count
    from person_time
    left join stay
        on person_time.person_id = stay.person_id
        and stay.encounter_start_date between person_time.start_date and person_time.end_date
    group by all

),

everyone_rate as (

    select
        age_band,
        sex,
        sum(stay_count) / cast(sum(day_count) as double) as stays_per_day
    from counted
    where population = 'everyone'
    group by
        age_band,
        sex

),

summed as (

    select
        counted.population,
        coalesce(counted.age_band, 'all') as age_band,
        coalesce(counted.sex, 'all') as sex,
        count(distinct counted.person_id) as persons,
        sum(counted.day_count) / cast(365.25 as double) as person_years,
        cast(sum(counted.stay_count) as bigint) as stays,
        -- Rounded, so that the order in which rows were summed leaves no trace.
        round(sum(counted.day_count * everyone_rate.stays_per_day), 9) as expected_stays
    from counted
    inner join everyone_rate
        on counted.age_band = everyone_rate.age_band
        and counted.sex = everyone_rate.sex
    group by
        counted.population,
        cube(counted.age_band, counted.sex)

)

select
    summed.population,
    summed.age_band,
    summed.sex,
    summed.persons,
    summed.person_years,
    summed.stays,
    1000 * summed.stays / summed.person_years as stays_per_1000,
    summed.stays / cast(summed.persons as double) as stays_per_person,
    (summed.stays / summed.person_years)
    / nullif(everyone.stays / everyone.person_years, 0) as ratio_to_everyone,
    summed.expected_stays,
    summed.stays / nullif(summed.expected_stays, 0) as standardized_ratio_to_everyone
from summed
inner join summed as everyone
    on summed.age_band = everyone.age_band
    and summed.sex = everyone.sex
    and everyone.population = 'everyone'
