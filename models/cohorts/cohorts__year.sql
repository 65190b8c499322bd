with

observed as (

    select
        min(coverage_start_date) as first_date,
        max(coverage_end_date) as last_date
    from {{ ref('cohorts__unbroken_coverage') }}

),

month as (

    select {{ each_month('first_date', 'last_date') }} as month_start_date
    from observed
    where first_date is not null

),

year as (

    select distinct extract(year from month_start_date) as year
    from month

)

select
    cast(year as integer) as year,
    cast(concat(cast(year as {{ dbt.type_string() }}), '-01-01') as date) as first_date,
    cast(concat(cast(year as {{ dbt.type_string() }}), '-12-31') as date) as last_date
from year
