with

encounter as (

    select * from {{ ref('core__encounter') }}

),

true_encounter as (

    select * from {{ ref('truth__encounter') }}

),

encounter_type as (

    select * from {{ ref('terminology__encounter_type') }}

),

medical_claim as (

    select * from {{ ref('core__medical_claim') }}

),

pharmacy_claim as (

    select * from {{ ref('core__pharmacy_claim') }}

),

person as (

    select * from {{ ref('judge__person') }}

),

-- Visits that claims show, and those that truly happened, insured or not; by type and by group of types.
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

insured_year as (

    select * from {{ ref('judge__insured_year') }}

),

spending as (

    select
        person_id,
        'medical' as kind,
        claim_line_start_date as event_date,
        allowed_amount
    from medical_claim
    union all
    select
        person_id,
        'inpatient' as kind,
        claim_line_start_date,
        allowed_amount
    from medical_claim
    where encounter_group = 'inpatient'
    union all
    select
        person_id,
        'pharmacy' as kind,
        dispensing_date,
        allowed_amount
    from pharmacy_claim

),

dated as (

    select
        family || '.' || encounter_type as trait,
        person_id,
        event_date,
        1 as amount
    from visit
    union all
    select
        family || '_of_group.' || encounter_group as trait,
        person_id,
        event_date,
        1 as amount
    from visit
    union all
    select
        'spending.' || kind as trait,
        person_id,
        event_date,
        allowed_amount
    from spending
    union all
    select
        'spending.total' as trait,
        person_id,
        event_date,
        allowed_amount
    from spending
    where kind <> 'inpatient'

),

summed as (

    select
        dated.person_id,
        dated.trait || case
            when dated.event_date > person.last_date - 365 then ''
            else '.previous_year'
        end as trait,
        cast(sum(dated.amount) as double) as trait_value
    from dated
    inner join person on dated.person_id = person.person_id
    where dated.event_date > person.last_date - 730
    group by all

),

-- Rank among everyone who was insured both full years or this one, spending nothing included.
ranked as (

    select
        insured.person_id,
        'spending.rank' || insured.suffix as trait,
        row_number() over (
            partition by insured.suffix order by coalesce(summed.trait_value, 0), insured.person_id
        ) / cast(count(*) over (partition by insured.suffix) as double) as trait_value
    from insured_year as insured
    left join summed
        on
        insured.person_id = summed.person_id
        and summed.trait = 'spending.total' || insured.suffix

)

select
    person_id,
    trait,
    trait_value
from summed
union all
select
    person_id,
    trait,
    trait_value
from ranked
