-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    claim_id,
    chain_claim_id,
    is_final
from {{ lake_table('truth', 'claim_version') }}
