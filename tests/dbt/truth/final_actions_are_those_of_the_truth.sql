-- What staging tells from the files is what truly was the last word: one final version in a chain, paid,
-- denied or void, and every other one superseded or the void that made way for a replacement.
with

superseded as (

    select claim_id from {{ ref('truth__claim_version') }}
    where not is_final

),

nonfinal_claim as (

    select * from {{ ref('staging__payer_nonfinal_claim') }}

),

-- Few versions are out of force on either side, and both sides name the same claims, as is asked below.
version as (

    select
        coalesce(superseded.claim_id, nonfinal_claim.claim_id) as claim_id,
        superseded.claim_id is null as is_final,
        coalesce(nonfinal_claim.final_action, 'final') as final_action
    from superseded
    full outer join nonfinal_claim on superseded.claim_id = nonfinal_claim.claim_id

),

-- A number for each claim takes a fraction of the memory of its name.
numbered as (

    select
        {{ row_hash('claim_id') }} as claim_hash,
        {{ row_hash('chain_claim_id') }} as chain_hash,
        is_final
    from {{ ref('truth__claim_version') }}

),

-- A claim that is the only version of its chain needs no counting.
long_chain as (

    select distinct chain_hash from numbered
    where not is_final or claim_hash <> chain_hash

),

chain as (

    select
        chain_hash,
        sum(case when is_final then 1 else 0 end) as final_count
    from numbered
    where chain_hash in (select long_chain.chain_hash from long_chain)
    group by chain_hash

),

-- The truth names a claim once. What is delivered is the same where, part by part, it counts to 0 and its
-- numbers sum to 0 against the truth.
side as (

    select
        claim_hash,
        1 as weight
    from numbered
    union all
    select
        {{ row_hash('claim_id') }} as claim_hash,
        -1 as weight
    from {{ ref('input_layer__claim_version') }}

),

part as (

    select
        claim_hash % 1000 as part_number,
        sum(weight) as count_difference,
        sum(weight * cast(claim_hash // 1000 as bigint)) as difference
    from side
    group by claim_hash % 1000

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
    cast(chain_hash as varchar) as claim_id,
    null as final_action
from chain
where final_count <> 1

union all

select
    'not both delivered and true' as fault,
    'one of part ' || part_number as claim_id,
    null as final_action
from part
where count_difference <> 0 or difference <> 0
