with

member_month as (

    select * from {{ ref('preprocessing__member_month') }}

),

enrolled as (

    select
        year_month,
        payer,
        payer_type,
        plan,
        data_source,
        -- A number for what lines are summed by: five names each would take most of the work.
        row_number() over (order by year_month, payer, payer_type, plan, data_source) as plan_month,
        count(*) as member_months
    from member_month
    group by
        year_month,
        payer,
        payer_type,
        plan,
        data_source

),

placed as (

    select
        member_month.member_month_key,
        enrolled.plan_month
    from member_month
    inner join enrolled
        on
        member_month.year_month = enrolled.year_month
        and member_month.payer = enrolled.payer
        and member_month.plan = enrolled.plan
        and member_month.data_source = enrolled.data_source
        and member_month.payer_type = enrolled.payer_type

),

line as (

    select
        member_month_key,
        service_category_1,
        service_category_2,
        paid_amount,
        allowed_amount
    from {{ ref('core__medical_claim') }}
    where member_month_key is not null
    union all
    select
        member_month_key,
        'pharmacy' as service_category_1,
        'pharmacy' as service_category_2,
        paid_amount,
        allowed_amount
    from {{ ref('core__pharmacy_claim') }}
    where member_month_key is not null

),

spent as (

    select
        placed.plan_month,
        line.service_category_1,
        line.service_category_2,
        count(*) as claim_lines,
        sum(line.paid_amount) as paid_amount,
        sum(line.allowed_amount) as allowed_amount
    from line
    inner join placed on line.member_month_key = placed.member_month_key
    group by
        placed.plan_month,
        line.service_category_1,
        line.service_category_2

)

select
    enrolled.year_month,
    enrolled.payer,
    enrolled.payer_type,
    enrolled.plan,
    enrolled.data_source,
    spent.service_category_1,
    spent.service_category_2,
    cast(enrolled.member_months as bigint) as member_months,
    cast(spent.claim_lines as bigint) as claim_lines,
    cast(spent.paid_amount as decimal(18, 2)) as paid_amount,
    cast(spent.allowed_amount as decimal(18, 2)) as allowed_amount,
    cast(spent.paid_amount / cast(enrolled.member_months as double) as double) as paid_pmpm,
    cast(spent.allowed_amount / cast(enrolled.member_months as double) as double) as allowed_pmpm
from spent
inner join enrolled on spent.plan_month = enrolled.plan_month
