with

person as (

    select * from {{ ref('judge__person') }}

),

covered_month as (

    select * from {{ ref('judge__market_month') }}

),

measure as (

    select * from {{ ref('event_measure') }}

),

lived as (

    select
        person_id,
        first_date,
        last_date,
        {{ each_month('first_date', 'last_date') }} as month_start
    from person

),

lived_month as (

    select
        person_id,
        month_start,
        {{ days_between(
            'greatest(first_date, month_start)',
            'least(last_date + 1, cast(' ~ dbt.dateadd('month', 1, 'month_start') ~ ' as date))'
        ) }} / 365.25 as years
    from lived

),

rated as (

    select distinct market
    from measure
    where statistic = 'rate'

),

-- Covered time of the groups whose rates some target asks for.
exposure as (

    select
        person_id,
        'covered' as time_kind,
        market_group,
        month_start,
        months / 12 as years
    from covered_month
    where market_group in (select rated.market from rated)
    union all
    select
        person_id,
        'lived' as time_kind,
        'any' as market_group,
        month_start,
        years
    from lived_month

)

-- Age in the middle of the month.
select
    exposure.person_id,
    exposure.time_kind,
    exposure.market_group,
    person.sex,
    greatest({{ years_between('person.birth_date', 'exposure.month_start + 14') }}, 0) as age,
    sum(exposure.years) as years
from exposure
inner join person on exposure.person_id = person.person_id
group by all
