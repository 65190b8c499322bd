-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    person_id,
    condition,
    onset_date,
    resolved_date,
    known_date
from {{ lake_table('truth', 'condition') }}
