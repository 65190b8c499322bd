-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    encounter_id,
    person_id,
    encounter_type,
    start_date,
    end_date,
    reason,
    is_through_emergency,
    facility_npi
from {{ lake_table('truth', 'encounter') }}
