with

-- Millions of lines meet: a number for each takes a fraction of the memory of its name.
claim_line as (

    select
        {{ row_hash('claim_id, claim_line_number') }} as line_hash,
        encounter_id,
        encounter_type
    from {{ ref('core__medical_claim') }}

),

true_claim_line as (

    select
        {{ row_hash('claim_id, line_number') }} as line_hash,
        encounter_id
    from {{ ref('truth__claim_line') }}
    where encounter_id is not null

),

true_encounter as (

    select * from {{ ref('truth__encounter') }}

),

-- An encounter has one type.
meeting as (

    select
        true_claim_line.encounter_id as true_encounter_id,
        claim_line.encounter_id,
        min(claim_line.encounter_type) as encounter_type,
        count(*) as line_count
    from true_claim_line
    inner join claim_line on true_claim_line.line_hash = claim_line.line_hash
    group by
        true_claim_line.encounter_id,
        claim_line.encounter_id

)

select
    true_encounter.encounter_type as true_encounter_type,
    meeting.true_encounter_id,
    meeting.encounter_type,
    meeting.encounter_id,
    meeting.line_count
from meeting
inner join true_encounter on meeting.true_encounter_id = true_encounter.encounter_id
