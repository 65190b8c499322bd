select
    claim_id,
    min(diagnosis_rank) as first_rank,
    max(diagnosis_rank) as last_rank,
    count(*) as diagnosis_count
from {{ ref('preprocessing__claim_diagnosis') }}
group by claim_id
having min(diagnosis_rank) <> 1 or max(diagnosis_rank) <> count(*)

union all

select
    medical_claim.claim_id,
    null as first_rank,
    null as last_rank,
    0 as diagnosis_count
from {{ ref('core__medical_claim') }} as medical_claim
left join {{ ref('preprocessing__claim_diagnosis') }} as claim_diagnosis
    on medical_claim.claim_id = claim_diagnosis.claim_id and claim_diagnosis.diagnosis_rank = 1
where medical_claim.claim_line_number = 1 and claim_diagnosis.claim_id is null
