select
    nullif(trim(npi), '') as npi,
    lower(nullif(trim(entity_type), '')) as entity_type,
    nullif(trim(first_name), '') as first_name,
    nullif(trim(last_name), '') as last_name,
    nullif(trim(organization_name), '') as organization_name,
    nullif(trim(parent_organization_name), '') as parent_organization_name,
    nullif(trim(taxonomy_code), '') as taxonomy_code,
    nullif(trim(specialty), '') as specialty,
    nullif(trim(tin), '') as tin,
    nullif(trim(address), '') as address,
    nullif(trim(city), '') as city,
    nullif(trim(state), '') as state,
    nullif(trim(zip_code), '') as zip_code,
    latitude,
    longitude
from {{ ref('raw__payer_provider') }}
