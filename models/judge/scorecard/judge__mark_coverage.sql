with

market_month as (

    select * from {{ ref('judge__market_month') }}

),

person as (

    select * from {{ ref('judge__person') }}

),

month as (

    select
        market_month.person_id,
        market_month.market_group,
        market_month.month_start,
        'month-' || market_month.person_id || '-' || market_month.market_group || '-'
        || market_month.month_start as event_id,
        lead(market_month.month_start) over (
            partition by market_month.person_id, market_month.market_group order by market_month.month_start
        ) as next_month_start,
        market_month.payer,
        lead(market_month.payer) over (
            partition by market_month.person_id, market_month.market_group order by market_month.month_start
        ) as next_payer,
        person.death_date,
        person.last_date,
        person.day_of_measurement
    from market_month
    inner join person on market_month.person_id = person.person_id
    where market_month.market_group in ('commercial', 'employer', 'medicaid')

),

-- A month after which the insurer is left, though life and the simulated years go on.
exit as (

    select *
    from month
    where
        month_start + interval 1 month <= last_date
        and (
            coalesce(next_month_start, last_date + 32) > month_start + interval 1 month
            or next_payer <> payer
        )
        and (next_month_start is not null or death_date is null)

),

-- Less than twelve months covered by anyone in the year after.
uninsured as (

    select exit.event_id
    from exit
    left join market_month
        on
        exit.person_id = market_month.person_id
        and market_month.market_group = 'any'
        and exit.month_start < market_month.month_start
        and exit.month_start + interval 12 month >= market_month.month_start
    group by exit.event_id
    having coalesce(sum(market_month.months), 0) < 11.9

)

select
    event_id,
    'exit' as mark
from exit
union all
select
    event_id,
    'followed for a year' as mark
from month
where month_start + interval 12 month <= day_of_measurement + 1
union all
select
    event_id,
    'exit with a year to follow' as mark
from exit
where month_start + interval 13 month <= last_date + 1
union all
select
    event_id,
    'returned in a year' as mark
from exit
where next_month_start <= month_start + interval 12 month
union all
select
    event_id,
    'uninsured in the year after' as mark
from uninsured
union all
select distinct
    month.event_id,
    'leaves in a year' as mark
from month
inner join exit
    on
    month.person_id = exit.person_id
    and month.market_group = exit.market_group
    and month.month_start <= exit.month_start
    and month.month_start + interval 11 month >= exit.month_start
