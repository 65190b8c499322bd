{{ config(materialized="view") }}

with

condition as (

    select * from {{ ref('truth__condition') }}

),

person as (

    select * from {{ ref('judge__person') }}

),

dated as (

    select
        condition.person_id,
        condition.condition,
        coalesce(condition.resolved_date > person.last_date, true) as is_present,
        coalesce(condition.known_date <= person.last_date, false) as is_told
    from condition
    inner join person on condition.person_id = person.person_id
    where condition.onset_date <= person.last_date

)

-- true and told: on the last day alive or simulated; ever: at any time up to it.
select
    dated.person_id,
    family.family || '.' || dated.condition as trait,
    cast(1 as double) as trait_value
from dated
inner join (
    values
    ('true', true, false),
    ('told', true, true),
    ('ever_true', false, false),
    ('ever_told', false, true)
) as family (family, must_be_present, must_be_told)
    on
    (dated.is_present or not family.must_be_present)
    and (dated.is_told or not family.must_be_told)
group by all
