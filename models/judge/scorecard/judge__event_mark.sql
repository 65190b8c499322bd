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

grouped_code as (

    select distinct
        used.code_type,
        used.code,
        code_group.code_group
    from (select distinct code_type, code from event_code) as used
    inner join code_group
        on
        used.code_type = code_group.code_type
        and starts_with(used.code, code_group.code)

),

marked as (

    select distinct
        event_code.event_id,
        event_code.role || '.' || grouped_code.code_group as mark
    from event_code
    inner join grouped_code
        on
        event_code.code_type = grouped_code.code_type
        and event_code.code = grouped_code.code
    union all
    select
        event_id,
        mark
    from history
    union all
    select distinct
        event_id,
        'month.' || extract(month from event_date)
    from event
    where event in ('death', 'newborn', 'month of employer', 'month of commercial')
    union all
    select distinct
        event.event_id,
        'payer.' || market_group.market_group
    from event
    inner join market_group on event.market = market_group.market
    where event.event = 'acute inpatient'
    union all
    select distinct
        event_id,
        'season.winter'
    from event
    where extract(month from event_date) in (12, 1, 2, 3) and event = 'office based visit'

),

asked as (

    select distinct marks from (
        select given as marks from measure
        union all
        select mark as marks from measure
    )
    where marks is not null

),

demand as (

    select
        marks,
        unnest(string_split(marks, ' & ')) as mark,
        len(string_split(marks, ' & ')) as mark_count
    from asked

)

-- Which events carry every mark that a target asks for.
select
    demand.marks,
    marked.event_id
from demand
inner join marked on demand.mark = marked.mark
group by
    demand.marks,
    marked.event_id
having count(distinct demand.mark) = max(demand.mark_count)
