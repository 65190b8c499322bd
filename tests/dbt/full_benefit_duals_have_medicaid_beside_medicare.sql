-- On the first and the last day of each span of Medicare that calls somebody dual with full benefits.
with

coverage as (

    select * from {{ ref('core__coverage') }}

),

dual_day as (

    select
        person_id,
        eligibility_id,
        enrollment_start_date as covered_date
    from coverage
    where payer_type = 'medicare' and dual_status_code in ('02', '04', '08')

    union all

    select
        person_id,
        eligibility_id,
        enrollment_end_date as covered_date
    from coverage
    where payer_type = 'medicare' and dual_status_code in ('02', '04', '08')

)

select dual_day.*
from dual_day
left join coverage as medicaid
    on
    dual_day.person_id = medicaid.person_id
    and medicaid.payer_type = 'medicaid'
    and dual_day.covered_date between medicaid.enrollment_start_date and medicaid.enrollment_end_date
where medicaid.person_id is null
