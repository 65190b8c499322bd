with

coverage as (

    select * from {{ ref('core__coverage') }}

),

covered as (

    select
        min(enrollment_start_date) as first_day,
        max(enrollment_end_date) as last_day
    from coverage

),

month as (

    select {{ each_month('first_day', 'last_day') }} as month_start
    from covered

),

day_of_month as (

    select tens.number * 10 + ones.number as days_after
    from (values (0), (1), (2), (3)) as tens (number)
    cross join (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as ones (number)

)

select cast({{ dbt.dateadd('day', 'day_of_month.days_after', 'month.month_start') }} as date) as calendar_date
from month
cross join day_of_month
where
    {{ dbt.dateadd('day', 'day_of_month.days_after', 'month.month_start') }}
    <= {{ dbt.last_day('month.month_start', 'month') }}
