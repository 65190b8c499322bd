-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    department_id,
    npi,
    name,
    facility_type,
    organization_name,
    address,
    city,
    state,
    zip_code,
    latitude,
    longitude
from {{ lake_table('raw', 'clinic_department') }}
