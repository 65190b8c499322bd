with

encounter as (

    select * from {{ ref('core__encounter') }}

),

true_encounter as (

    select * from {{ ref('truth__encounter') }}

),

medical_claim as (

    select * from {{ ref('core__medical_claim') }}

),

market as (

    select * from {{ ref('coverage_market') }}

),

-- The market that allowed most of it.
payer_of_encounter as (

    select
        medical_claim.encounter_id,
        market.market
    from medical_claim
    inner join market on medical_claim.plan = market.plan
    group by
        medical_claim.encounter_id,
        market.market
    qualify
        row_number() over (
            partition by medical_claim.encounter_id
            order by sum(medical_claim.allowed_amount) desc, market.market
        ) = 1

),

claimed as (

    select
        encounter.encounter_id as event_id,
        encounter.encounter_type as event,
        encounter.person_id,
        encounter.encounter_start_date as event_date,
        payer_of_encounter.market,
        encounter.length_of_stay as days,
        encounter.allowed_amount,
        encounter.paid_amount,
        encounter.ed_flag,
        encounter.encounter_group
    from encounter
    left join payer_of_encounter on encounter.encounter_id = payer_of_encounter.encounter_id
    where encounter.encounter_source_type = 'claim'

),

happened as (

    select
        encounter_id as event_id,
        'true ' || encounter_type as event,
        person_id,
        start_date as event_date,
        encounter_type = 'emergency department' or is_through_emergency as is_arrival
    from true_encounter

),

-- An arrival in the emergency department ends at home or in a bed; both are arrivals.
counted as (

    select
        event_id,
        event,
        person_id,
        event_date,
        market,
        days,
        allowed_amount,
        paid_amount
    from claimed
    union all
    select
        event_id,
        'emergency arrival' as event,
        person_id,
        event_date,
        market,
        days,
        allowed_amount,
        paid_amount
    from claimed
    where ed_flag = 1 and event in ('emergency department', 'acute inpatient')
    union all
    select
        event_id,
        'office based visit' as event,
        person_id,
        event_date,
        market,
        days,
        allowed_amount,
        paid_amount
    from claimed
    where encounter_group = 'office based' and event <> 'telehealth'
    union all
    select
        event_id,
        event,
        person_id,
        event_date,
        null as market,
        null as days,
        null as allowed_amount,
        null as paid_amount
    from happened
    union all
    select
        event_id,
        'true emergency arrival' as event,
        person_id,
        event_date,
        null as market,
        null as days,
        null as allowed_amount,
        null as paid_amount
    from happened
    where is_arrival

)

select
    event_id,
    event,
    person_id,
    event_date,
    market,
    cast(days as double) as days,
    cast(allowed_amount as double) as allowed_amount,
    cast(paid_amount as double) as paid_amount,
    cast(null as double) as charge_amount,
    cast(null as double) as line_count,
    cast(null as double) as diagnosis_count
from counted
