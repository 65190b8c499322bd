with

event as (

    select * from {{ ref('judge__event') }}

)

-- Events of one person that no measure tells apart are summed once, so that many measures read few rows.
select
    event,
    person_id,
    sex,
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
    sex,
    age,
    market,
    marks
