with

event as (

    select * from {{ ref('judge__event') }}

),

person as (

    select * from {{ ref('judge__person') }}

),

-- Events of one person that no measure tells apart are summed once, so that many measures read few rows.
summed as (

    select
        event,
        person_id,
        age,
        market,
        marks,
        cast(count(*) as double) as event_count,
        sum(days) as days,
        sum(allowed_amount) as allowed_amount,
        sum(paid_amount) as paid_amount,
        sum(charge_amount) as charge_amount,
        sum(line_count) as line_count,
        sum(diagnosis_count) as diagnosis_count
    from event
    group by
        event,
        person_id,
        age,
        market,
        marks

)

select
    summed.event,
    summed.person_id,
    person.sex,
    summed.age,
    summed.market,
    summed.marks,
    summed.event_count,
    summed.days,
    summed.allowed_amount,
    summed.paid_amount,
    summed.charge_amount,
    summed.line_count,
    summed.diagnosis_count
from summed
inner join person on summed.person_id = person.person_id
