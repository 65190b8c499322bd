{{ config(materialized="view") }}

with

person as (

    select * from {{ ref('judge__person') }}

),

coverage as (

    select * from {{ ref('core__coverage') }}

),

enrollment as (

    select * from {{ ref('staging__payer_enrollment') }}

),

market_month as (

    select * from {{ ref('judge__market_month') }}

),

market as (

    select * from {{ ref('coverage_market') }}

),

market_group as (

    select * from {{ ref('market_group') }}

),

summed as (

    select
        market_month.person_id,
        market_month.market_group,
        sum(market_month.months) as months,
        sum(case
            when market_month.month_start > person.day_of_measurement - 365 then market_month.months
        end) as months_of_year
    from market_month
    inner join person on market_month.person_id = person.person_id
    group by
        market_month.person_id,
        market_month.market_group

),

-- Months of the last year, months of all years, and eleven months or more of the last year as a full year.
covered as (

    select
        person_id,
        'covered_year.' || market_group as trait,
        months_of_year as trait_value
    from summed
    where months_of_year is not null
    union all
    select
        person_id,
        'covered_ever.' || market_group as trait,
        months as trait_value
    from summed
    union all
    select
        person_id,
        'enrolled.' || market_group as trait,
        1 as trait_value
    from summed
    where months_of_year >= 11

),

-- Drugs are insured for eleven months or more of the last year: the fills of others are not all seen.
drug_benefit as (

    select
        enrollment.person_id,
        'enrolled.drug_benefit' as trait
    from enrollment
    inner join person on enrollment.person_id = person.person_id
    where
        enrollment.coverage_order = 1
        and enrollment.drug_benefit_flag = 1
        and enrollment.enrollment_end_date > person.day_of_measurement - 365
    group by enrollment.person_id
    having
        sum({{ days_between(
            'greatest(enrollment.enrollment_start_date, person.day_of_measurement - 364)',
            'least(enrollment.enrollment_end_date, person.day_of_measurement)'
        ) }} + 1) >= 335

),

covered_on_the_day as (

    select distinct
        coverage.person_id,
        'covered_day.' || market_group.market_group as trait
    from coverage
    inner join person on coverage.person_id = person.person_id
    inner join market on coverage.plan = market.plan
    inner join market_group on market.market = market_group.market
    where person.day_of_measurement between coverage.enrollment_start_date and coverage.enrollment_end_date

)

select
    person_id,
    trait,
    trait_value
from covered
union all
select
    person_id,
    trait,
    1 as trait_value
from drug_benefit
union all
select
    person_id,
    trait,
    1 as trait_value
from covered_on_the_day
