with

member_month as (

    select * from {{ ref('preprocessing__member_month') }}

),

-- Months that follow each other keep their distance to their place in the row.
placed as (

    select
        *,
        extract(year from month_start) * 12
        + extract(month from month_start)
        - row_number() over (partition by member_key order by month_start) as segment_number
    from member_month

)

select
    member_key,
    min(person_id) as person_id,
    min(member_id) as member_id,
    min(payer) as payer,
    min(plan) as plan,
    min(data_source) as data_source,
    min(year_month) as first_year_month,
    max(year_month) as last_year_month
from placed
group by member_key, segment_number
