select
    claim_id,
    claim_end_date as service_date,
    paid_date
from {{ ref('core__medical_claim') }}
where paid_date < claim_end_date

union all

select
    claim_id,
    dispensing_date as service_date,
    paid_date
from {{ ref('core__pharmacy_claim') }}
where paid_date < dispensing_date
