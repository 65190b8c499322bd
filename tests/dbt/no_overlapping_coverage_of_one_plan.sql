select
    earlier.eligibility_id,
    later.eligibility_id as other_eligibility_id
from {{ ref('core__coverage') }} as earlier
inner join {{ ref('core__coverage') }} as later
    on
    earlier.person_id = later.person_id
    and earlier.payer = later.payer
    and earlier.plan = later.plan
    and earlier.eligibility_id < later.eligibility_id
    and earlier.enrollment_start_date <= later.enrollment_end_date
    and earlier.enrollment_end_date >= later.enrollment_start_date
