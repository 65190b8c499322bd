{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

department as (

    select * from {{ ref('staging__clinic_department') }}

),

provider as (

    select * from {{ ref('staging__payer_provider') }}

)

-- The clinic knows its own places by its own keys, the payer every facility and practice by NPI.
select
    location_id,
    npi,
    name,
    facility_type,
    organization_name as parent_organization,
    address,
    city,
    state,
    zip_code,
    latitude,
    longitude,
    'clinic' as data_source
from department

union all

select
    npi as location_id,
    npi,
    organization_name as name,
    specialty as facility_type,
    parent_organization_name as parent_organization,
    address,
    city,
    state,
    zip_code,
    latitude,
    longitude,
    'payer' as data_source
from provider
where entity_type = 'organization'
{% endif %}
