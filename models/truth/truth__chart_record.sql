-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    clinic_encounter_id,
    encounter_id
from {{ lake_table('truth', 'chart_record') }}
