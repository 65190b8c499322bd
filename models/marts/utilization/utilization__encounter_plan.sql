with

encounter as (

    select * from {{ ref('core__encounter') }}
    where encounter_source_type = 'claim'

),

member_month as (

    select * from {{ ref('preprocessing__member_month') }}

),

-- An encounter belongs to the plan of its first day; with two plans on that day to the one that paid for its
-- first claim, as the lines say. Summed by month, lines are few when they meet encounters.
plan_of_month as (

    select
        encounter_id,
        {{ dbt.date_trunc('month', 'claim_line_start_date') }} as month_start,
        min_by(member_month_key, medical_claim_id) as member_month_key
    from {{ ref('core__medical_claim') }}
    where member_month_key is not null
    group by
        encounter_id,
        {{ dbt.date_trunc('month', 'claim_line_start_date') }}

)

select
    encounter.encounter_id,
    encounter.person_id,
    encounter.encounter_type,
    encounter.encounter_group,
    encounter.encounter_start_date,
    encounter.encounter_end_date,
    encounter.length_of_stay,
    member_month.member_month_key,
    member_month.member_id,
    member_month.payer,
    member_month.payer_type,
    member_month.plan,
    case when member_month.member_month_key is not null then 1 else 0 end as enrollment_flag,
    encounter.paid_amount,
    encounter.allowed_amount,
    encounter.data_source
from encounter
left join plan_of_month
    on encounter.encounter_id = plan_of_month.encounter_id
    and {{ dbt.date_trunc('month', 'encounter.encounter_start_date') }} = plan_of_month.month_start
left join member_month on plan_of_month.member_month_key = member_month.member_month_key
