{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
select
    npi,
    entity_type,
    case
        when entity_type = 'individual' then first_name || ' ' || last_name
        else organization_name
    end as name,
    taxonomy_code,
    specialty,
    organization_name,
    parent_organization_name,
    tin,
    address,
    city,
    state,
    zip_code,
    'payer' as data_source
from {{ ref('staging__payer_provider') }}
{% endif %}
