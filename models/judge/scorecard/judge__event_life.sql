with

person as (

    select * from {{ ref('judge__person') }}

),

condition as (

    select * from {{ ref('truth__condition') }}

),

market_month as (

    select * from {{ ref('judge__market_month') }}

),

-- A birth happens to the mother, a newborn is the child.
life as (

    select
        'death-' || person_id as event_id,
        'death' as event,
        person_id,
        death_date as event_date
    from person
    where death_date is not null
    union all
    select
        'birth-' || person_id as event_id,
        'birth' as event,
        mother_person_id,
        birth_date
    from person
    where mother_person_id is not null
    union all
    select
        'newborn-' || person_id as event_id,
        'newborn' as event,
        person_id,
        birth_date
    from person
    where mother_person_id is not null

),

onset as (

    select
        'onset-' || condition.person_id || condition.condition || condition.onset_date as event_id,
        'onset of ' || condition.condition as event,
        condition.person_id,
        condition.onset_date as event_date
    from condition
    inner join person on condition.person_id = person.person_id
    where condition.onset_date between person.first_date and person.last_date

),

-- A covered month after which the person is still observed; whether the group is left after it is a mark.
month as (

    select
        'month-' || market_month.person_id || '-' || market_month.market_group || '-'
        || market_month.month_start as event_id,
        'month of ' || market_month.market_group as event,
        market_month.person_id,
        market_month.month_start as event_date
    from market_month
    inner join person on market_month.person_id = person.person_id
    where
        market_month.market_group in ('commercial', 'employer', 'medicaid')
        and market_month.month_start + interval 1 month <= person.day_of_measurement

)

select * from life
union all
select * from onset
union all
select * from month
