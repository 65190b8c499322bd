select
    medical_claim.medical_claim_id,
    claim_line.encounter_id
from {{ ref('core__medical_claim') }} as medical_claim
left join {{ ref('truth__claim_line') }} as claim_line
    on
    medical_claim.claim_id = claim_line.claim_id
    and medical_claim.claim_line_number = claim_line.line_number
left join {{ ref('truth__encounter') }} as encounter on claim_line.encounter_id = encounter.encounter_id
where encounter.encounter_id is null
