{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

location as (

    select * from {{ ref('input_layer__location') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    location.location_id,
    location.npi,
    location.name,
    location.facility_type,
    location.parent_organization,
    location.address,
    location.city,
    location.state,
    location.zip_code,
    location.latitude,
    location.longitude,
    location.data_source,
    last_run.tuva_last_run
from location
cross join last_run
{% endif %}
