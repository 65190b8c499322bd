with

claim_day as (

    select * from {{ ref('preprocessing__claim_day') }}

),

encounter_claim_day as (

    select * from {{ ref('preprocessing__encounter_claim_day') }}

)

-- What stands on the header of a claim is told where its first line is.
select
    claim_day.claim_id,
    min_by(encounter_claim_day.encounter_id, claim_day.first_line_number) as encounter_id
from claim_day
inner join encounter_claim_day
    on
    claim_day.claim_id = encounter_claim_day.claim_id
    and claim_day.claim_line_start_date = encounter_claim_day.claim_line_start_date
group by claim_day.claim_id
