-- A drug is dispensed on or after the day it was prescribed.
select
    claim_id,
    prescribing_date,
    dispensing_date
from {{ ref('staging__payer_pharmacy_claim') }}
where dispensing_date < prescribing_date
