-- Nobody is a member of one cohort twice on one day, or leaves before they came.
with

spell as (

    select
        cohort,
        person_id,
        cohort_start_date,
        cohort_end_date,
        lead(cohort_start_date) over (
            partition by cohort, person_id
            order by cohort_start_date
        ) as next_start_date
    from {{ ref('cohorts__member') }}

)

select *
from spell
where cohort_end_date < cohort_start_date
    or next_start_date <= cohort_end_date
