with

member_month as (

    select * from {{ ref('preprocessing__member_month') }}

),

market as (

    select * from {{ ref('coverage_market') }}

),

market_group as (

    select * from {{ ref('market_group') }}

)

-- Two plans of one group in one month are one month, as covered as the better of the two.
select
    member_month.person_id,
    market_group.market_group,
    member_month.month_start,
    min(member_month.payer) as payer,
    max(cast(member_month.covered_days as double) / member_month.days_in_month) as months
from member_month
inner join market on member_month.plan = market.plan
inner join market_group on market.market = market_group.market
group by
    member_month.person_id,
    market_group.market_group,
    member_month.month_start
