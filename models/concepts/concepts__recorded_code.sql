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

),

counted as (

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

),

ndc as (

    select * from {{ ref('terminology__ndc') }}

)

select
    counted.source_table,
    counted.code_type,
    counted.code,
    -- A fill is known by its package alone; value sets of drugs name classes.
    ndc.atc_code,
    counted.record_count
from counted
left join ndc
    on
    counted.code_type = 'ndc'
    and counted.code = ndc.ndc
