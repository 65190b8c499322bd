with

market_month as (

    select * from {{ ref('judge__market_month') }}

),

person as (

    select * from {{ ref('judge__person') }}

)

-- Who was insured for eleven months or more of the last year, or of the year before.
select
    market_month.person_id,
    case
        when market_month.month_start > person.day_of_measurement - 365 then ''
        else '.previous_year'
    end as suffix
from market_month
inner join person on market_month.person_id = person.person_id
where
    market_month.market_group = 'any'
    and market_month.month_start > person.day_of_measurement - 730
group by all
having sum(market_month.months) >= 11
