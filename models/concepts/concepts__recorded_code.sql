-- A table also where the folder holds views: value sets are compared with it instead of with every record.
{{ config(materialized='table') }}

{% set coded_columns = [
    ('condition', 'normalized_code_type', 'normalized_code'),
    ('procedure', 'normalized_code_type', 'normalized_code'),
    ('medication', "'ndc'", 'ndc_code'),
    ('medication', "'rxnorm'", 'rxnorm_code'),
    ('medication', "'atc'", 'atc_code'),
    ('pharmacy_claim', "'ndc'", 'ndc_code'),
    ('lab_result', 'normalized_component_type', 'normalized_component_code'),
    ('observation', 'normalized_code_type', 'normalized_code'),
    ('immunization', 'normalized_code_type', 'normalized_code'),
    ('encounter', "'encounter-type'", 'encounter_type'),
] -%}

with

coded as (

    {% for table, code_type, code in coded_columns -%}
    select
        'core.{{ table }}' as source_table,
        {{ code_type }} as code_type,
        {{ code }} as code
    from {{ ref('core__' ~ table) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

)

select
    source_table,
    code_type,
    code,
    count(*) as record_count
from coded
where code is not null
group by
    source_table,
    code_type,
    code
