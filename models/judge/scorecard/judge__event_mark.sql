with

event as (

    select * from {{ ref('judge__event') }}

),

event_code as (

    select * from {{ ref('judge__event_code') }}

),

code_group as (

    select * from {{ ref('code_group') }}

),

history as (

    select * from {{ ref('judge__event_history') }}

),

measure as (

    select * from {{ ref('event_measure') }}

),

market_group as (

    select * from {{ ref('market_group') }}

),

asked as (

    select given as marks
    from measure
    where given is not null
    union
    select mark as marks
    from measure
    where mark is not null

),

demand as (

    select
        marks,
        {{ each_item('marks', ' & ') }} as mark,
        length(marks) - length(replace(marks, '&', '')) + 1 as mark_count
    from asked

),

used_code as (

    select distinct
        role,
        code_type,
        code
    from event_code

),

-- Each code is compared with the groups once, and only for marks that some target asks for.
grouped_code as (

    select distinct
        used_code.role,
        used_code.code_type,
        used_code.code,
        used_code.role || '.' || code_group.code_group as mark
    from used_code
    inner join code_group
        on
        used_code.code_type = code_group.code_type
        and left(used_code.code, length(coalesce(code_group.code, ''))) = coalesce(code_group.code, '')
    inner join demand on used_code.role || '.' || code_group.code_group = demand.mark

),

marked as (

    select
        event_code.event_id,
        grouped_code.mark
    from event_code
    inner join grouped_code
        on
        event_code.role = grouped_code.role
        and event_code.code_type = grouped_code.code_type
        and event_code.code = grouped_code.code
    union all
    select
        event_id,
        mark
    from history
    union all
    select
        event_id,
        'month.' || month(event_date) as mark
    from event
    where event in ('death', 'newborn', 'month of employer', 'month of commercial')
    union all
    select
        event_id,
        'season.winter' as mark
    from event
    where event = 'office based visit' and month(event_date) in (12, 1, 2, 3)
    union all
    select
        event.event_id,
        'payer.' || market_group.market_group as mark
    from event
    inner join market_group on event.market = market_group.market
    where event.event = 'acute inpatient'

),

asked_mark as (

    select
        demand.*,
        marked.event_id
    from demand
    inner join marked on demand.mark = marked.mark

)

-- Which events carry every mark that a target asks for; most ask for one, and need no counting.
select
    marks,
    event_id
from asked_mark
where mark_count = 1
union all
select
    marks,
    event_id
from asked_mark
where mark_count > 1
group by
    marks,
    event_id
having count(distinct mark) = max(mark_count)
