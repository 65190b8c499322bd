select
    department_id as location_id,
    nullif(trim(npi), '') as npi,
    nullif(trim(name), '') as name,
    nullif(trim(facility_type), '') as facility_type,
    nullif(trim(organization_name), '') as organization_name,
    nullif(trim(address), '') as address,
    nullif(trim(city), '') as city,
    nullif(trim(state), '') as state,
    nullif(trim(zip_code), '') as zip_code,
    latitude,
    longitude
from {{ ref('raw__clinic_department') }}
