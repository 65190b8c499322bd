-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    clinician_id,
    npi,
    first_name,
    last_name,
    specialty,
    practice_name
from {{ lake_table('raw', 'clinic_clinician') }}
