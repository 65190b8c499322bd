-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    npi,
    entity_type,
    first_name,
    last_name,
    organization_name,
    parent_organization_name,
    taxonomy_code,
    specialty,
    tin,
    address,
    city,
    state,
    zip_code,
    latitude,
    longitude
from {{ lake_table('raw', 'payer_provider') }}
