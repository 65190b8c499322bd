select
    medical_claim_id,
    bill_type_code,
    admission_date,
    discharge_date,
    drg_code
from {{ ref('core__medical_claim') }}
where
    (
        left(bill_type_code, 2) in ('11', '12', '21', '82')
        and (admission_date is null or (discharge_date is null and discharge_disposition_code <> '30'))
    )
    or (left(bill_type_code, 2) in ('11', '12') and drg_code is null)
