-- Every cohort begins with everyone who met its entry, and what the last rule leaves are its members.
with

registered as (

    select cohort from {{ ref('cohorts__registry') }}

),

attrition as (

    select * from {{ ref('cohorts__attrition') }}

),

member as (

    select
        cohort,
        count(*) as member_count
    from {{ ref('cohorts__member') }}
    group by cohort

),

last_step as (

    select *
    from attrition
    qualify row_number() over (partition by cohort order by step desc) = 1

)

select
    registered.cohort,
    last_step.remaining_count,
    member.member_count
from registered
left join last_step on registered.cohort = last_step.cohort
left join member on registered.cohort = member.cohort
where last_step.cohort is null
    or last_step.remaining_count <> coalesce(member.member_count, 0)
