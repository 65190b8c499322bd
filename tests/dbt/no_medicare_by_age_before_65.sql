-- Medicare begins on the first day of the month of the 65th birthday; for those born on a first, a month
-- earlier.
select
    eligibility_id,
    birth_date,
    enrollment_start_date
from {{ ref('core__coverage') }}
where
    payer_type = 'medicare'
    and original_reason_entitlement_code = '0'
    and {{ years_between('birth_date', dbt.dateadd('month', 1, 'enrollment_start_date')) }} < 65
