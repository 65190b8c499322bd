{{ config(materialized="view") }}

with

person as (

    select * from {{ ref('judge__person') }}

),

medical_claim as (

    select * from {{ ref('core__medical_claim') }}
    where person_id in (select person.person_id from person)

),

pharmacy_claim as (

    select * from {{ ref('core__pharmacy_claim') }}
    where person_id in (select person.person_id from person)

),

insured_year as (

    select * from {{ ref('judge__insured_year') }}

),

-- Inpatient is what surveys call so: nights in a hospital, not in a nursing facility.
spending as (

    select
        person_id,
        'medical' as kind,
        claim_line_start_date as event_date,
        allowed_amount
    from medical_claim
    union all
    select
        person_id,
        'inpatient' as kind,
        claim_line_start_date,
        allowed_amount
    from medical_claim
    where
        encounter_group = 'inpatient'
        and encounter_type not in ('inpatient skilled nursing', 'inpatient hospice')
    union all
    select
        person_id,
        'pharmacy' as kind,
        dispensing_date,
        allowed_amount
    from pharmacy_claim

),

spent_in_year as (

    select
        spending.person_id,
        spending.kind,
        case
            when spending.event_date > person.day_of_measurement - 365 then ''
            else '.previous_year'
        end as suffix,
        sum(spending.allowed_amount) as amount
    from spending
    inner join person on spending.person_id = person.person_id
    where spending.event_date > person.day_of_measurement - 730
    group by all

),

summed as (

    select
        person_id,
        'spending.' || kind || suffix as trait,
        cast(amount as double) as trait_value
    from spent_in_year
    union all
    select
        person_id,
        'spending.total' || suffix as trait,
        cast(sum(amount) as double) as trait_value
    from spent_in_year
    where kind <> 'inpatient'
    group by
        person_id,
        suffix

),

-- Rank among everyone in the community who was insured all year, those who spent nothing included.
ranked as (

    select
        insured.person_id,
        'spending.rank' || insured.suffix as trait,
        row_number() over (
            partition by insured.suffix order by coalesce(summed.trait_value, 0), insured.person_id
        ) / cast(count(*) over (partition by insured.suffix) as double) as trait_value
    from insured_year as insured
    left join summed
        on
        insured.person_id = summed.person_id
        and summed.trait = 'spending.total' || insured.suffix

)

select
    person_id,
    trait,
    trait_value
from summed
union all
select
    person_id,
    trait,
    trait_value
from ranked
union all
select
    person_id,
    'insured_community' || suffix as trait,
    1 as trait_value
from insured_year
