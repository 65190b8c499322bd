with

coverage as (

    select * from {{ ref('core__coverage') }}

),

last_known as (

    -- The data ends with the last coverage that has an end, never after the warehouse was built.
    select
        case
            when max(enrollment_end_date) > max(cast(tuva_last_run as date)) then max(cast(tuva_last_run as date))
            else coalesce(max(enrollment_end_date), max(cast(tuva_last_run as date)))
        end as last_date
    from coverage

),

span as (

    -- A span without an end still runs.
    select distinct
        coverage.person_id,
        coverage.enrollment_start_date as coverage_start_date,
        coalesce(
            coverage.enrollment_end_date,
            greatest(coverage.enrollment_start_date, last_known.last_date)
        ) as coverage_end_date
    from coverage
    cross join last_known
    where coverage.enrollment_start_date <= coalesce(coverage.enrollment_end_date, coverage.enrollment_start_date)

),

stretch as (

    {{ stitched('span', 'coverage_start_date', 'coverage_end_date') | indent(4) }}

)

select
    person_id,
    coverage_start_date,
    coverage_end_date
from stretch
