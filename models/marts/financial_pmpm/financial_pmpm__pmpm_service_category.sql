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
        count(*) as member_months
    from member_month
    group by
        year_month,
        payer,
        payer_type,
        plan,
        data_source

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
        member_month_key,
        service_category_1,
        service_category_2,
        count(*) as claim_lines,
        sum(paid_amount) as paid_amount,
        sum(allowed_amount) as allowed_amount
    from line
    group by
        member_month_key,
        service_category_1,
        service_category_2

)

select
    enrolled.year_month,
    enrolled.payer,
    enrolled.payer_type,
    enrolled.plan,
    enrolled.data_source,
    spent.service_category_1,
    spent.service_category_2,
    cast(max(enrolled.member_months) as bigint) as member_months,
    cast(sum(spent.claim_lines) as bigint) as claim_lines,
    cast(sum(spent.paid_amount) as decimal(18, 2)) as paid_amount,
    cast(sum(spent.allowed_amount) as decimal(18, 2)) as allowed_amount,
    cast(sum(spent.paid_amount) / cast(max(enrolled.member_months) as double) as double) as paid_pmpm,
    cast(sum(spent.allowed_amount) / cast(max(enrolled.member_months) as double) as double) as allowed_pmpm
from spent
inner join member_month on spent.member_month_key = member_month.member_month_key
inner join enrolled
    on
    member_month.year_month = enrolled.year_month
    and member_month.payer = enrolled.payer
    and member_month.plan = enrolled.plan
    and member_month.data_source = enrolled.data_source
    and member_month.payer_type = enrolled.payer_type
group by
    enrolled.year_month,
    enrolled.payer,
    enrolled.payer_type,
    enrolled.plan,
    enrolled.data_source,
    spent.service_category_1,
    spent.service_category_2
