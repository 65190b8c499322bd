with

line as (

    select
        encounter_id,
        sum(paid_amount) as paid_amount,
        sum(allowed_amount) as allowed_amount,
        count(distinct claim_id) as claim_count
    from {{ ref('core__medical_claim') }}
    group by encounter_id

)

select
    encounter.encounter_id,
    encounter.paid_amount,
    line.paid_amount as line_paid_amount
from {{ ref('core__encounter') }} as encounter
full outer join line on encounter.encounter_id = line.encounter_id
where
    (encounter.encounter_source_type = 'claim' or encounter.encounter_id is null)
    and (
        line.encounter_id is null
        or encounter.encounter_id is null
        or encounter.paid_amount <> line.paid_amount
        or encounter.allowed_amount <> line.allowed_amount
        or encounter.claim_count <> line.claim_count
    )
