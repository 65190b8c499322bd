with

person as (

    select * from {{ ref('truth__person') }}

),

-- So many are enough for the width of the bands. A hash chooses them, the same people everywhere, and keeps
-- mothers and their newborns together, so that births can be counted of either.
sample as (

    select person_id from person
    qualify rank() over (order by md5(coalesce(mother_person_id, person_id))) <= {{ var('scorecard_people') }}

),

coverage as (

    select * from {{ ref('core__coverage') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

),

first_day as (

    select min(enrollment_start_date) as first_date from coverage

),

last_day as (

    select cast(max(tuva_last_run) as date) as last_date from last_run

),

period as (

    select
        first_day.first_date,
        last_day.last_date
    from first_day
    cross join last_day

)

select
    person.person_id,
    person.mother_person_id,
    person.sex,
    person.race,
    person.ethnicity,
    person.language,
    person.is_charted,
    person.birth_date,
    person.death_date,
    case when person.death_date is null then 'alive' else 'died' end as vital_status,
    {{ years_between('person.birth_date', 'coalesce(person.death_date, period.last_date)') }} as age,
    greatest(person.birth_date, period.first_date) as first_date,
    least(coalesce(person.death_date, period.last_date), period.last_date) as last_date,
    period.last_date as day_of_measurement
from person
inner join sample on person.person_id = sample.person_id
cross join period
