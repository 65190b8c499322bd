with

person as (

    select * from {{ ref('judge__person') }}

),

encounter as (

    select * from {{ ref('core__encounter') }}
    where person_id in (select person.person_id from person)

),

true_event as (

    select * from {{ ref('judge__true_care') }}
    where person_id in (select person.person_id from person)

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

-- An arrival in the emergency department ends at home or in a bed; both are arrivals.
claimed as (

    select
        *,
        encounter_type as event,
        false as is_facility
    from encounter
    union all
    select
        *,
        'emergency arrival' as event,
        false as is_facility
    from encounter
    where ed_flag = 1 and encounter_type in ('emergency department', 'acute inpatient')
    union all
    select
        *,
        'office based visit' as event,
        false as is_facility
    from encounter
    where encounter_group = 'office based' and encounter_type <> 'telehealth'
    union all
    select
        *,
        encounter_type || ' facility' as event,
        true as is_facility
    from encounter

),

-- Only kinds that some target asks for.
claimed_event as (

    select * from claimed
    where
        encounter_source_type = 'claim'
        and event in (select measure.event from measure)

),

-- The market that allowed most of it.
payer_of_encounter as (

    select
        medical_claim.encounter_id,
        market.market
    from medical_claim
    inner join market on medical_claim.plan = market.plan
    where medical_claim.encounter_id in (select claimed_event.encounter_id from claimed_event)
    group by
        medical_claim.encounter_id,
        market.market
    qualify
        row_number() over (
            partition by medical_claim.encounter_id
            order by sum(medical_claim.allowed_amount) desc, market.market
        ) = 1

),

-- What the hospital is paid for a stay or an arrival, without the clinicians who bill for themselves.
facility as (

    select
        encounter_id,
        true as is_facility,
        sum(allowed_amount) as allowed_amount,
        sum(paid_amount) as paid_amount
    from medical_claim
    where
        claim_type = 'institutional'
        and encounter_id in (
            select claimed_event.encounter_id from claimed_event
            where claimed_event.is_facility
        )
    group by encounter_id

)

select
    claimed_event.encounter_id,
    claimed_event.event,
    claimed_event.person_id,
    claimed_event.encounter_start_date as event_date,
    payer_of_encounter.market,
    claimed_event.length_of_stay as days,
    case
        when claimed_event.is_facility then facility.allowed_amount
        else claimed_event.allowed_amount
    end as allowed_amount,
    case
        when claimed_event.is_facility then facility.paid_amount
        else claimed_event.paid_amount
    end as paid_amount
from claimed_event
left join payer_of_encounter on claimed_event.encounter_id = payer_of_encounter.encounter_id
left join facility
    on
    claimed_event.encounter_id = facility.encounter_id
    and claimed_event.is_facility = facility.is_facility
where not claimed_event.is_facility or facility.encounter_id is not null
union all
select
    encounter_id,
    event,
    person_id,
    event_date,
    null as market,
    null as days,
    null as allowed_amount,
    null as paid_amount
from true_event
where event in (select measure.event from measure)
