-- Diagnoses and procedures of a claim are read from its line 1.
select
    claim_id,
    min(claim_line_number) as first_line_number
from {{ ref('core__medical_claim') }}
group by claim_id
having min(claim_line_number) <> 1
