{{ config(materialized="view") }}

with

encounter as (

    select * from {{ ref('truth__encounter') }}

)

select
    encounter_id,
    'true ' || encounter_type as event,
    person_id,
    start_date as event_date
from encounter
union all
select
    encounter_id,
    'true emergency arrival' as event,
    person_id,
    start_date as event_date
from encounter
where encounter_type = 'emergency department' or is_through_emergency
