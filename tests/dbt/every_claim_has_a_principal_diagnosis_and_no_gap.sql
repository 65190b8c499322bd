-- A number for each claim is faster than its name.
with

claim as (

    select
        claim_id,
        {{ row_hash('claim_id') }} as claim_hash
    from {{ ref('core__medical_claim') }}
    where claim_line_number = 1

),

diagnosis as (

    select
        {{ row_hash('claim_id') }} as claim_hash,
        min(condition_rank) as first_rank,
        max(condition_rank) as last_rank,
        count(*) as diagnosis_count
    from {{ ref('core__condition') }}
    where condition_type = 'discharge_diagnosis'
    group by {{ row_hash('claim_id') }}

)

select
    claim.claim_id,
    diagnosis.claim_hash,
    diagnosis.first_rank,
    diagnosis.last_rank,
    diagnosis.diagnosis_count
from claim
full outer join diagnosis on claim.claim_hash = diagnosis.claim_hash
where
    diagnosis.claim_hash is null
    or diagnosis.first_rank <> 1
    or diagnosis.last_rank <> diagnosis.diagnosis_count
