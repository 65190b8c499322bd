with

claim_line as (

    select * from {{ ref('core__medical_claim') }}

),

true_claim_line as (

    select * from {{ ref('truth__claim_line') }}

),

true_encounter as (

    select * from {{ ref('truth__encounter') }}

),

-- Which made encounters and which true ones share a claim line. Orphans make no claim to be a visit.
meeting as (

    select distinct
        true_encounter.encounter_type as true_encounter_type,
        true_encounter.encounter_id as true_encounter_id,
        claim_line.encounter_id,
        claim_line.encounter_type
    from true_claim_line
    inner join claim_line
        on
        true_claim_line.claim_id = claim_line.claim_id
        and true_claim_line.line_number = claim_line.claim_line_number
    inner join true_encounter on true_claim_line.encounter_id = true_encounter.encounter_id
    where claim_line.encounter_type not like '%orphaned%'

),

counted as (

    select
        *,
        count(*) over (partition by true_encounter_id) as parts,
        count(*) over (partition by encounter_id) as sources
    from meeting

),

judged as (

    select
        true_encounter_type,
        true_encounter_id,
        max(parts) as parts,
        max(sources) as sources,
        max(case when encounter_type = true_encounter_type then 1 else 0 end) as has_true_type
    from counted
    group by
        true_encounter_type,
        true_encounter_id

)

select
    true_encounter_type as encounter_type,
    count(*) as true_count,
    cast(sum(case when parts = 1 and sources = 1 then 1 else 0 end) as bigint) as whole_count,
    cast(sum(case when parts > 1 then 1 else 0 end) as bigint) as split_count,
    cast(sum(case when sources > 1 then 1 else 0 end) as bigint) as merged_count,
    cast(sum(has_true_type) as bigint) as same_type_count,
    cast(sum(case when parts = 1 and sources = 1 then 1 else 0 end) as double) / count(*) as whole_share,
    cast(sum(has_true_type) as double) / count(*) as same_type_share
from judged
group by true_encounter_type
