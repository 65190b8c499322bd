with

measure as (

    select * from {{ ref('event_measure') }}

),

asked_mark as (

    select * from {{ ref('judge__asked_mark') }}

),

cell as (

    select * from {{ ref('judge__event_cell') }}

),

combination as (

    select distinct
        event,
        marks
    from cell

),

carried as (

    select
        event,
        marks,
        {{ each_item('marks', '|') }} as mark
    from combination

),

-- Whoever asks for several marks wants all of them on one event.
met as (

    select
        asked_mark.measure,
        asked_mark.part,
        carried.marks
    from asked_mark
    inner join carried
        on
        asked_mark.event = carried.event
        and asked_mark.mark = carried.mark
    group by
        asked_mark.measure,
        asked_mark.part,
        carried.marks
    having count(distinct asked_mark.mark) = max(asked_mark.mark_count)

)

-- With all else that the measure asks of them, so that events are compared with one table.
select
    measure.measure,
    measure.event,
    combination.marks,
    measure.mark is null or met_mark.marks is not null as is_marked,
    measure.statistic,
    measure.min_age,
    measure.max_age,
    measure.sex,
    measure.market,
    measure.people,
    measure.mark_people,
    measure.value,
    measure.divisor,
    measure.is_standardized
from measure
inner join combination on measure.event = combination.event
left join met as met_given
    on
    met_given.part = 'given'
    and measure.measure = met_given.measure
    and combination.marks = met_given.marks
left join met as met_mark
    on
    met_mark.part = 'mark'
    and measure.measure = met_mark.measure
    and combination.marks = met_mark.marks
where measure.given is null or met_given.marks is not null
