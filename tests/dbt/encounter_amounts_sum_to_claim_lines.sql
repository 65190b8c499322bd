-- Numbers for encounters and claims take a fraction of the memory of their names.
with

line_of_claim as (

    select
        {{ row_hash('encounter_id') }} as encounter_hash,
        {{ row_hash('claim_id') }} as claim_hash,
        sum(paid_amount) as paid_amount,
        sum(allowed_amount) as allowed_amount
    from {{ ref('core__medical_claim') }}
    group by
        {{ row_hash('encounter_id') }},
        {{ row_hash('claim_id') }}

),

line as (

    select
        encounter_hash,
        sum(paid_amount) as paid_amount,
        sum(allowed_amount) as allowed_amount,
        count(*) as claim_count
    from line_of_claim
    group by encounter_hash

)

select
    encounter.encounter_id,
    line.encounter_hash,
    encounter.paid_amount,
    line.paid_amount as line_paid_amount
from {{ ref('core__encounter') }} as encounter
full outer join line on {{ row_hash('encounter.encounter_id') }} = line.encounter_hash
where
    (encounter.encounter_source_type = 'claim' or encounter.encounter_id is null)
    and (
        line.encounter_hash is null
        or encounter.encounter_id is null
        or encounter.paid_amount <> line.paid_amount
        or encounter.allowed_amount <> line.allowed_amount
        or encounter.claim_count <> line.claim_count
    )
