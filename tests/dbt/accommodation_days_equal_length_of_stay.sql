-- Rooms are billed by the night; who leaves on the day of admission is billed one. Who has not left is not
-- judged; of a stay in several bills the last one counts its own nights.
select
    claim_id,
    sum(service_unit_quantity) as accommodation_days,
    min({{ days_between('claim_start_date', 'discharge_date') }}) as nights
from {{ ref('core__medical_claim') }}
where
    left(bill_type_code, 2) in ('11', '21')
    and revenue_center_code between '0100' and '0219'
    and discharge_disposition_code <> '30'
group by claim_id
having
    sum(service_unit_quantity)
    <> greatest(min({{ days_between('claim_start_date', 'discharge_date') }}), 1)
