with

coverage as (

    select * from {{ ref('core__coverage') }}

),

spans as (

    select distinct
        person_id,
        enrollment_start_date,
        enrollment_end_date
    from coverage
    where enrollment_start_date <= enrollment_end_date

),

reached as (

    -- The last day covered by any span that began earlier: spans overlap when a person has two plans.
    select
        *,
        max(enrollment_end_date) over (
            partition by person_id
            order by enrollment_start_date, enrollment_end_date
            rows between unbounded preceding and 1 preceding
        ) as reached_date
    from spans

),

numbered as (

    -- A span that begins on the day after the last covered day continues it; a later one opens a new stretch.
    select
        *,
        sum(
            case when enrollment_start_date <= {{ dbt.dateadd('day', 1, 'reached_date') }} then 0 else 1 end
        ) over (
            partition by person_id
            order by enrollment_start_date, enrollment_end_date
            rows between unbounded preceding and current row
        ) as stretch_number
    from reached

)

select
    person_id,
    min(enrollment_start_date) as coverage_start_date,
    max(enrollment_end_date) as coverage_end_date
from numbered
group by
    person_id,
    stretch_number
