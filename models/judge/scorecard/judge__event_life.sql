{{ config(materialized="view") }}

with

person as (

    select * from {{ ref('judge__person') }}

),

condition as (

    select * from {{ ref('truth__condition') }}

),

asked_mark as (

    select * from {{ ref('judge__asked_mark') }}

),

-- A birth happens to the mother, a newborn is the child.
life as (

    select
        'death' as event,
        person_id,
        death_date as event_date
    from person
    where death_date is not null
    union all
    select
        'birth' as event,
        mother_person_id,
        birth_date
    from person
    where mother_person_id is not null
    union all
    select
        'newborn' as event,
        person_id,
        birth_date
    from person
    where mother_person_id is not null
    union all
    select
        'onset of ' || condition.condition as event,
        condition.person_id,
        condition.onset_date
    from condition
    inner join person on condition.person_id = person.person_id
    where condition.onset_date between person.first_date and person.last_date

),

month_mark as (

    select distinct
        event,
        mark
    from asked_mark
    where mark like 'month.%'

)

select
    life.event,
    life.person_id,
    life.event_date,
    coalesce(month_mark.mark || '|', '') as marks
from life
left join month_mark
    on
    life.event = month_mark.event
    and 'month.' || month(life.event_date) = month_mark.mark
