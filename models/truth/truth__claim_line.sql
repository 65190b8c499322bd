-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    claim_id,
    line_number,
    encounter_id
from {{ lake_table('truth', 'claim_line') }}
