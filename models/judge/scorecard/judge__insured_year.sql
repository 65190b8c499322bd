with

market_month as (

    select * from {{ ref('judge__market_month') }}

),

person as (

    select * from {{ ref('judge__person') }}

),

trait as (

    select * from {{ ref('judge__trait_person') }}

),

-- The last year, and the year before it.
year_of_person as (

    select
        person_id,
        '' as suffix,
        greatest(first_date, day_of_measurement - 364) as first_day,
        least(last_date, day_of_measurement) as last_day
    from person
    union all
    select
        person_id,
        '.previous_year' as suffix,
        greatest(first_date, day_of_measurement - 729) as first_day,
        least(last_date, day_of_measurement - 365) as last_day
    from person

),

lived as (

    select
        person_id,
        suffix,
        first_day,
        last_day,
        {{ days_between('first_day', 'last_day') }} + 1 as days
    from year_of_person
    where first_day <= last_day

),

resident as (

    select person_id from trait
    where trait = 'person.in_nursing_facility'

)

-- Who was insured in all but one month of a year, or of what they lived of it. Surveys of households count
-- the born and the dead of a year, but nobody who lives in a nursing facility.
select
    market_month.person_id,
    lived.suffix
from market_month
inner join lived
    on
    market_month.person_id = lived.person_id
    and market_month.month_start between lived.first_day - 31 and lived.last_day
left join resident on market_month.person_id = resident.person_id
where
    market_month.market_group = 'any'
    and resident.person_id is null
group by
    market_month.person_id,
    lived.suffix,
    lived.days
having sum(market_month.months) * 365 / 12.0 >= lived.days - 31
