with

person as (

    select * from {{ ref('judge__person') }}

),

member_month as (

    select * from {{ ref('preprocessing__member_month') }}
    where person_id in (select person.person_id from person)

),

market as (

    select * from {{ ref('coverage_market') }}

),

market_group as (

    select * from {{ ref('market_group') }}

),

covered as (

    select
        member_month.person_id,
        member_month.month_start,
        member_month.payer,
        market.market,
        cast(member_month.covered_days as double) / member_month.days_in_month as months
    from member_month
    inner join market on member_month.plan = market.plan

),

person_month as (

    select
        person_id,
        month_start,
        min(payer) as payer,
        min(market) as market,
        max(months) as months,
        count(*) as plan_count
    from covered
    group by
        person_id,
        month_start

)

-- Most people have one plan: their months need no grouping.
select
    person_month.person_id,
    market_group.market_group,
    person_month.month_start,
    person_month.payer,
    person_month.months
from person_month
inner join market_group on person_month.market = market_group.market
where person_month.plan_count = 1
union all
-- Two plans of one group in one month are one month, as covered as the better of the two.
select
    covered.person_id,
    market_group.market_group,
    covered.month_start,
    min(covered.payer) as payer,
    max(covered.months) as months
from covered
inner join person_month
    on
    covered.person_id = person_month.person_id
    and covered.month_start = person_month.month_start
inner join market_group on covered.market = market_group.market
where person_month.plan_count > 1
group by
    covered.person_id,
    market_group.market_group,
    covered.month_start
