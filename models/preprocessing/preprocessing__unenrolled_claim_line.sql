with

medical_claim as (

    select
        medical_claim_id as claim_line_id,
        claim_id,
        claim_type,
        person_id,
        member_id,
        payer,
        plan,
        {{ year_month('claim_line_start_date') }} as year_month,
        paid_amount,
        data_source
    from {{ ref('core__medical_claim') }}
    where enrollment_flag = 0

),

pharmacy_claim as (

    select
        pharmacy_claim_id as claim_line_id,
        claim_id,
        'pharmacy' as claim_type,
        person_id,
        member_id,
        payer,
        plan,
        {{ year_month('coalesce(dispensing_date, paid_date)') }} as year_month,
        paid_amount,
        data_source
    from {{ ref('core__pharmacy_claim') }}
    where enrollment_flag = 0

),

unmatched as (

    select * from medical_claim
    union all
    select * from pharmacy_claim

),

member_month as (

    select * from {{ ref('preprocessing__member_month') }}

),

-- How much of the key is known: the least that fails is what to mend.
plan as (

    select distinct
        payer,
        plan,
        data_source
    from member_month

),

person as (

    select distinct
        person_id,
        data_source
    from member_month

),

member as (

    select distinct
        person_id,
        member_id,
        data_source
    from member_month

),

enrolled as (

    select distinct
        person_id,
        member_id,
        payer,
        plan,
        data_source
    from member_month

)

select
    unmatched.claim_line_id,
    unmatched.claim_id,
    unmatched.claim_type,
    unmatched.person_id,
    unmatched.member_id,
    unmatched.payer,
    unmatched.plan,
    unmatched.year_month,
    case
        when unmatched.year_month is null then 'no date of service'
        when unmatched.member_id is null then 'no member number'
        when unmatched.payer is null or unmatched.plan is null then 'no payer or plan'
        when person.person_id is null then 'person never enrolled'
        when plan.plan is null then 'nobody enrolled in that plan'
        when member.member_id is null then 'member number never enrolled'
        when enrolled.member_id is null then 'member never enrolled in that plan'
        else 'month not covered'
    end as reason,
    unmatched.paid_amount,
    unmatched.data_source
from unmatched
left join person on unmatched.person_id = person.person_id and unmatched.data_source = person.data_source
left join plan
    on
    unmatched.payer = plan.payer
    and unmatched.plan = plan.plan
    and unmatched.data_source = plan.data_source
left join member
    on
    unmatched.person_id = member.person_id
    and unmatched.member_id = member.member_id
    and unmatched.data_source = member.data_source
left join enrolled
    on
    unmatched.person_id = enrolled.person_id
    and unmatched.member_id = enrolled.member_id
    and unmatched.payer = enrolled.payer
    and unmatched.plan = enrolled.plan
    and unmatched.data_source = enrolled.data_source
