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

measure as (

    select * from {{ ref('event_measure') }}

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

    select * from encounter
    where encounter_source_type = 'claim'

),

-- What the hospital is paid for a stay or an arrival, without the clinicians who bill for themselves.
facility as (

    select
        encounter_id,
        sum(allowed_amount) as allowed_amount,
        sum(paid_amount) as paid_amount
    from medical_claim
    where claim_type = 'institutional'
    group by encounter_id

),

-- An arrival in the emergency department ends at home or in a bed; both are arrivals.
claimed_event as (

    select
        encounter_id,
        encounter_type as event,
        allowed_amount,
        paid_amount
    from claimed
    union all
    select
        encounter_id,
        'emergency arrival' as event,
        allowed_amount,
        paid_amount
    from claimed
    where ed_flag = 1 and encounter_type in ('emergency department', 'acute inpatient')
    union all
    select
        encounter_id,
        'office based visit' as event,
        allowed_amount,
        paid_amount
    from claimed
    where encounter_group = 'office based' and encounter_type <> 'telehealth'
    union all
    select
        claimed.encounter_id,
        claimed.encounter_type || ' facility' as event,
        facility.allowed_amount,
        facility.paid_amount
    from claimed
    inner join facility on claimed.encounter_id = facility.encounter_id

),

true_event as (

    select
        encounter_id,
        'true ' || encounter_type as event,
        person_id,
        start_date
    from true_encounter
    union all
    select
        encounter_id,
        'true emergency arrival' as event,
        person_id,
        start_date
    from true_encounter
    where encounter_type = 'emergency department' or is_through_emergency

)

-- Only kinds that some target asks for.
select
    claimed_event.encounter_id,
    claimed_event.event,
    claimed.person_id,
    claimed.encounter_start_date as event_date,
    payer_of_encounter.market,
    claimed.length_of_stay as days,
    claimed_event.allowed_amount,
    claimed_event.paid_amount
from claimed_event
inner join claimed on claimed_event.encounter_id = claimed.encounter_id
left join payer_of_encounter on claimed_event.encounter_id = payer_of_encounter.encounter_id
where claimed_event.event in (select measure.event from measure)
union all
select
    encounter_id,
    event,
    person_id,
    start_date as event_date,
    null as market,
    null as days,
    null as allowed_amount,
    null as paid_amount
from true_event
where event in (select measure.event from measure)
