with

encounter_claim_line as (

    select * from {{ ref('preprocessing__encounter_claim_line') }}

),

claim_line as (

    select * from {{ ref('preprocessing__claim_line') }}

)

-- What stands on the header of a claim is told where its first line is.
select
    claim_line.claim_id,
    encounter_claim_line.encounter_id
from claim_line
inner join encounter_claim_line on claim_line.medical_claim_id = encounter_claim_line.medical_claim_id
qualify row_number() over (partition by claim_line.claim_id order by claim_line.claim_line_number) = 1
