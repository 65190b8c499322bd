{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

clinician as (

    select * from {{ ref('staging__clinic_clinician') }}

),

provider as (

    select * from {{ ref('staging__payer_provider') }}

)

-- The clinic knows its own clinicians by its own keys, the payer everyone who bills by NPI.
select
    practitioner_id,
    npi,
    first_name,
    last_name,
    practice_name as practice_affiliation,
    specialty,
    cast(null as varchar) as sub_specialty,
    'clinic' as data_source
from clinician

union all

select
    npi as practitioner_id,
    npi,
    first_name,
    last_name,
    organization_name as practice_affiliation,
    specialty,
    cast(null as varchar) as sub_specialty,
    'payer' as data_source
from provider
where entity_type = 'individual'
{% endif %}
