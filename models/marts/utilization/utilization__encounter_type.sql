with

member_month as (

    select * from {{ ref('preprocessing__member_month') }}

),

encounter as (

    select * from {{ ref('utilization__encounter_plan') }}
    where enrollment_flag = 1

),

encounter_type as (

    select * from {{ ref('terminology__encounter_type') }}

),

exposed as (

    select
        left(year_month, 4) as year,
        payer,
        payer_type,
        plan,
        data_source,
        count(*) as member_months
    from member_month
    group by
        left(year_month, 4),
        payer,
        payer_type,
        plan,
        data_source

),

counted as (

    select
        left({{ year_month('encounter_start_date') }}, 4) as year,
        payer,
        payer_type,
        plan,
        data_source,
        encounter_type,
        count(*) as encounters,
        count(distinct person_id) as persons,
        sum(length_of_stay) as days,
        sum(paid_amount) as paid_amount,
        sum(allowed_amount) as allowed_amount
    from encounter
    group by
        left({{ year_month('encounter_start_date') }}, 4),
        payer,
        payer_type,
        plan,
        data_source,
        encounter_type

)

-- Every plan and year has every type: none is a rate of 0.
select
    exposed.year,
    exposed.payer,
    exposed.payer_type,
    exposed.plan,
    exposed.data_source,
    encounter_type.encounter_group,
    encounter_type.encounter_type,
    exposed.member_months,
    cast(coalesce(counted.encounters, 0) as bigint) as encounters,
    cast(coalesce(counted.persons, 0) as bigint) as persons,
    cast(12000 * coalesce(counted.encounters, 0) / cast(exposed.member_months as double) as double)
        as encounters_per_1000,
    cast(coalesce(counted.days, 0) as bigint) as days,
    cast(12000 * coalesce(counted.days, 0) / cast(exposed.member_months as double) as double)
        as days_per_1000,
    cast(counted.days / cast(counted.encounters as double) as double) as mean_length_of_stay,
    cast(coalesce(counted.paid_amount, 0) as decimal(18, 2)) as paid_amount,
    cast(coalesce(counted.allowed_amount, 0) as decimal(18, 2)) as allowed_amount,
    cast(counted.paid_amount / cast(counted.encounters as double) as double) as paid_per_encounter
from exposed
cross join encounter_type
left join counted
    on
    exposed.year = counted.year
    and exposed.payer = counted.payer
    and exposed.plan = counted.plan
    and exposed.data_source = counted.data_source
    and exposed.payer_type = counted.payer_type
    and encounter_type.encounter_type = counted.encounter_type
