-- What staging tells from the files is what truly was the last word: one final version in a chain, paid,
-- denied or void, and every other one superseded or the void that made way for a replacement.
with

version as (

    select
        claim_version.claim_id,
        claim_version.chain_claim_id,
        claim_version.is_final,
        final_action.final_action
    from {{ ref('truth__claim_version') }} as claim_version
    full outer join {{ ref('staging__payer_final_action') }} as final_action
        on claim_version.claim_id = final_action.claim_id

),

chain as (

    select
        chain_claim_id,
        count(case when is_final then 1 end) as final_count
    from version
    group by chain_claim_id

)

select
    version.claim_id,
    version.final_action
from version
inner join chain on version.chain_claim_id = chain.chain_claim_id
where
    version.claim_id is null
    or version.final_action is null
    or chain.final_count <> 1
    or (version.is_final and version.final_action = 'superseded')
    or (not version.is_final and version.final_action in ('final', 'denied'))
