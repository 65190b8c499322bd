with

event as (

    select * from {{ ref('judge__event') }}

),

medical_claim as (

    select * from {{ ref('core__medical_claim') }}

),

person as (

    select * from {{ ref('judge__person') }}

)

select
    medical_claim_id as event_id,
    'telehealth' as mark
from medical_claim
where
    place_of_service_code in ('02', '10')
    or hcpcs_modifier_1 in ('93', '95', 'GT')
    or hcpcs_modifier_2 in ('93', '95', 'GT')
union all
select
    event.event_id,
    'last year of life' as mark
from event
inner join person on event.person_id = person.person_id
where
    event.event = 'expense'
    and event.event_date > person.death_date - 365
union all
-- Deaths after the last day are not known: only what has a year to follow can be judged.
select
    event.event_id,
    'a year to follow' as mark
from event
inner join person on event.person_id = person.person_id
where
    event.event = 'expense'
    and event.event_date <= person.day_of_measurement - 365
union all
select
    event_id,
    'paid in 30 days' as mark
from event
where event in ('professional claim', 'institutional claim') and days <= 30
union all
select
    event_id,
    'paid in 90 days' as mark
from event
where event in ('professional claim', 'institutional claim') and days <= 90
union all
select
    event_id,
    'supply of 84 days or more' as mark
from event
where event = 'fill' and days >= 84
union all
select
    event_id,
    'supply of 28 to 34 days' as mark
from event
where event = 'fill' and days between 28 and 34
