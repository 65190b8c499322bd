with

encounter as (

    select * from {{ ref('core__encounter') }}
    where encounter_source_type = 'claim'

),

member_month as (

    select * from {{ ref('preprocessing__member_month') }}

),

-- An encounter belongs to the plan of its first day; with two plans on that day to the one that paid for its
-- first claim, as the lines say.
plan_of_encounter as (

    select
        medical_claim.encounter_id,
        min_by(medical_claim.member_month_key, medical_claim.medical_claim_id) as member_month_key
    from {{ ref('core__medical_claim') }} as medical_claim
    inner join encounter
        on
        medical_claim.encounter_id = encounter.encounter_id
        and {{ year_month('medical_claim.claim_line_start_date') }}
        = {{ year_month('encounter.encounter_start_date') }}
    where medical_claim.member_month_key is not null
    group by medical_claim.encounter_id

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
left join plan_of_encounter on encounter.encounter_id = plan_of_encounter.encounter_id
left join member_month on plan_of_encounter.member_month_key = member_month.member_month_key
