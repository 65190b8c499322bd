with

stay as (

    select
        {{ dbt.date_trunc('year', 'discharge_date') }} as year_start,
        specialty_cohort,
        coalesce(payer_type, 'not enrolled') as payer_type,
        coalesce(plan, 'not enrolled') as plan,
        readmit_30_flag,
        unplanned_readmit_30_flag,
        case when readmit_30_flag = 1 then days_to_readmit end as days_to_readmit
    from {{ ref('readmissions__stay') }}
    where index_admission_flag = 1

)

-- A plan belongs to one line of business: with all plans the lines of business remain.
select
    coalesce(left(cast(year_start as varchar), 4), 'all') as discharge_year,
    coalesce(specialty_cohort, 'all') as specialty_cohort,
    coalesce(payer_type, 'all') as payer_type,
    coalesce(plan, 'all') as plan,
    count(*) as index_stays,
    cast(sum(readmit_30_flag) as bigint) as readmissions,
    cast(sum(unplanned_readmit_30_flag) as bigint) as unplanned_readmissions,
    cast(sum(unplanned_readmit_30_flag) / cast(count(*) as double) as double) as readmission_rate,
    cast(avg(days_to_readmit) as double) as mean_days_to_readmit
from stay
group by
    cube(year_start, specialty_cohort),
    rollup(payer_type, plan)
