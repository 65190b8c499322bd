-- What staging tells from the files is what truly was the last word: one final version in a chain, paid,
-- denied or void, and every other one superseded or the void that made way for a replacement.
with

true_version as (

    select * from {{ ref('truth__claim_version') }}

),

nonfinal_claim as (

    select * from {{ ref('staging__payer_nonfinal_claim') }}

),

version as (

    select
        true_version.claim_id,
        true_version.is_final,
        coalesce(nonfinal_claim.final_action, 'final') as final_action
    from true_version
    left join nonfinal_claim on true_version.claim_id = nonfinal_claim.claim_id

),

-- A number for each claim takes a fraction of the memory of its name.
chain as (

    select
        hash(chain_claim_id) as claim_hash,
        sum(case when is_final then 1 else 0 end) as final_count
    from true_version
    group by hash(chain_claim_id)

),

side as (

    select
        hash(claim_id) as claim_hash,
        1 as place
    from true_version
    union all
    select
        hash(claim_id) as claim_hash,
        2 as place
    from {{ ref('input_layer__claim_version') }}

),

side_count as (

    select
        claim_hash,
        sum(place) as places
    from side
    group by claim_hash

)

select
    'another action' as fault,
    claim_id,
    final_action
from version
where
    (is_final and final_action = 'superseded')
    or (not is_final and final_action in ('final', 'denied'))

union all

select
    'not one final version' as fault,
    cast(claim_hash as varchar) as claim_id,
    null as final_action
from chain
where final_count <> 1

union all

select
    'not both delivered and true' as fault,
    cast(claim_hash as varchar) as claim_id,
    null as final_action
from side_count
where places <> 3
