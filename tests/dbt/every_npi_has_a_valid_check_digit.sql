{% set columns = {
    'core__medical_claim': ['rendering_npi', 'billing_npi', 'facility_npi'],
    'core__pharmacy_claim': ['prescribing_provider_id', 'dispensing_provider_id'],
    'core__practitioner': ['npi'],
    'core__location': ['npi'],
    'core__encounter': ['facility_npi'],
    'core__member_months': ['payer_attributed_provider']
} %}

with

npi as (

    {% for table, names in columns.items() -%}
    {% set last_table = loop.last -%}
    {% for name in names -%}
    select distinct
        '{{ table }}.{{ name }}' as source_column,
        {{ name }} as npi
    from {{ ref(table) }}
    where {{ name }} is not null
    {{ 'union all' if not (last_table and loop.last) }}
    {% endfor -%}
    {% endfor %}
)

select *
from npi
where case when {{ matches('npi', '[12][0-9]{9}') }} then {{ npi_check_sum('npi') }} % 10 <> 0 else true end
