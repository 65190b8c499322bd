with

event as (

    select * from {{ ref('judge__event') }}

),

event_mark as (

    select * from {{ ref('judge__event_mark') }}

),

marked as (

    select
        event_id,
        '|' || array_to_string(list_sort(list(distinct marks)), '|') || '|' as marks
    from event_mark
    group by event_id

)

-- Events of one person that no measure tells apart are summed once, so that many measures read few rows.
select
    event.event,
    event.person_id,
    event.sex,
    event.age,
    event.market,
    marked.marks,
    cast(count(*) as double) as event_count,
    sum(event.days) as days,
    sum(event.allowed_amount) as allowed_amount,
    sum(event.paid_amount) as paid_amount,
    sum(event.charge_amount) as charge_amount,
    sum(event.line_count) as line_count,
    sum(event.diagnosis_count) as diagnosis_count
from event
left join marked on event.event_id = marked.event_id
group by
    event.event,
    event.person_id,
    event.sex,
    event.age,
    event.market,
    marked.marks
