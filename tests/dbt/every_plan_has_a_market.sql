-- A plan without a market would silently fall out of every rate of claims.
select distinct coverage.plan
from {{ ref('core__coverage') }} as coverage
left join {{ ref('coverage_market') }} as market on coverage.plan = market.plan
where market.plan is null
