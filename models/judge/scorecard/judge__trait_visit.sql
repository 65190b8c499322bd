{{ config(materialized="view") }}

with

person as (

    select * from {{ ref('judge__person') }}

),

encounter as (

    select * from {{ ref('core__encounter') }}
    where person_id in (select person.person_id from person)

),

true_encounter as (

    select * from {{ ref('truth__encounter') }}
    where person_id in (select person.person_id from person)

),

encounter_type as (

    select * from {{ ref('terminology__encounter_type') }}

),

-- Visits that claims show, and those that truly happened, insured or not.
visit as (

    select
        person_id,
        'visits' as family,
        encounter_type,
        encounter_group,
        encounter_start_date as event_date
    from encounter
    where encounter_source_type = 'claim'
    union all
    select
        true_encounter.person_id,
        'true_visits' as family,
        true_encounter.encounter_type,
        encounter_type.encounter_group,
        true_encounter.start_date as event_date
    from true_encounter
    inner join encounter_type on true_encounter.encounter_type = encounter_type.encounter_type
    union all
    select
        person_id,
        'true_visits' as family,
        'emergency arrival' as encounter_type,
        'arrival' as encounter_group,
        start_date as event_date
    from true_encounter
    where encounter_type = 'emergency department' or is_through_emergency

),

-- By type and by group of types, those of the last year of life or simulation.
dated as (

    select
        family || '.' || encounter_type as trait,
        person_id,
        event_date
    from visit
    union all
    select
        family || '_of_group.' || encounter_group as trait,
        person_id,
        event_date
    from visit

)

select
    dated.person_id,
    dated.trait,
    cast(count(*) as double) as trait_value
from dated
inner join person on dated.person_id = person.person_id
where dated.event_date > person.last_date - 365
group by
    dated.person_id,
    dated.trait
