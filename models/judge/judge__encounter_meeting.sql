with

claim_line as (

    select * from {{ ref('core__medical_claim') }}

),

true_claim_line as (

    select * from {{ ref('truth__claim_line') }}

),

true_encounter as (

    select * from {{ ref('truth__encounter') }}

)

select
    true_encounter.encounter_type as true_encounter_type,
    true_encounter.encounter_id as true_encounter_id,
    claim_line.encounter_type,
    claim_line.encounter_id,
    count(*) as line_count
from true_claim_line
inner join claim_line
    on
    true_claim_line.claim_id = claim_line.claim_id
    and true_claim_line.line_number = claim_line.claim_line_number
inner join true_encounter on true_claim_line.encounter_id = true_encounter.encounter_id
group by
    true_encounter.encounter_type,
    true_encounter.encounter_id,
    claim_line.encounter_type,
    claim_line.encounter_id
