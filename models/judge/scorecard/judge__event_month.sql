{{ config(materialized="view") }}

with

market_month as (

    select * from {{ ref('judge__market_month') }}

),

person as (

    select * from {{ ref('judge__person') }}

),

asked_mark as (

    select * from {{ ref('judge__asked_mark') }}

),

followed as (

    select
        person_id,
        market_group,
        month_start,
        payer,
        lead(month_start) over (
            partition by person_id, market_group order by month_start
        ) as next_month_start,
        lead(payer) over (partition by person_id, market_group order by month_start) as next_payer
    from market_month
    where market_group in ('commercial', 'employer', 'medicaid')

),

-- An exit is a month after which the insurer is left, though life and the simulated years go on.
month as (

    select
        followed.*,
        person.last_date,
        person.day_of_measurement,
        case
            when
                followed.month_start + interval 1 month <= person.last_date
                and (
                    coalesce(followed.next_month_start, person.last_date + 32)
                    > followed.month_start + interval 1 month
                    or followed.next_payer <> followed.payer
                )
                and (followed.next_month_start is not null or person.death_date is null)
                then followed.month_start
        end as exit_month
    from followed
    inner join person on followed.person_id = person.person_id

),

-- Less than twelve months covered by anyone in the year after.
uninsured as (

    select
        month.person_id,
        month.market_group,
        month.exit_month
    from month
    left join market_month
        on
        month.person_id = market_month.person_id
        and market_month.market_group = 'any'
        and month.exit_month < market_month.month_start
        and month.exit_month + interval 12 month >= market_month.month_start
    where month.exit_month is not null
    group by
        month.person_id,
        month.market_group,
        month.exit_month
    having coalesce(sum(market_month.months), 0) < 11.9

),

dated as (

    select
        'month of ' || market_group as event,
        *,
        min(exit_month) over (
            partition by person_id, market_group order by month_start
            rows between current row and unbounded following
        ) as next_exit_month
    from month

),

month_mark as (

    select distinct
        event,
        mark
    from asked_mark
    where mark like 'month.%'

)

-- A covered month after which the person is still observed.
select
    dated.event,
    dated.person_id,
    dated.month_start as event_date,
    coalesce(month_mark.mark || '|', '')
    || {{ marks({
        'exit': 'dated.exit_month is not null',
        'exit with a year to follow': 'dated.exit_month + interval 13 month <= dated.last_date + 1',
        'returned in a year': 'dated.next_month_start <= dated.exit_month + interval 12 month',
        'uninsured in the year after': 'uninsured.exit_month is not null',
        'leaves in a year': 'dated.next_exit_month <= dated.month_start + interval 11 month',
        'followed for a year': 'dated.month_start + interval 12 month <= dated.day_of_measurement + 1',
    }) }} as marks
from dated
left join uninsured
    on
    dated.person_id = uninsured.person_id
    and dated.market_group = uninsured.market_group
    and dated.exit_month = uninsured.exit_month
left join month_mark
    on
    dated.event = month_mark.event
    and 'month.' || month(dated.month_start) = month_mark.mark
where dated.month_start + interval 1 month <= dated.day_of_measurement
