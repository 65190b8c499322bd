{#- Code systems that only events carry: code system, column. -#}
{%- set systems_of_line = {
    'place-of-service': 'place_of_service_code',
    'revenue-center': 'revenue_center_code',
    'bill-type': 'bill_type_code',
    'service-category': "claim_type || ' ' || service_category_1",
} -%}
{%- set systems_of_encounter = {
    'ms-drg': 'drg_code',
    'discharge-disposition': 'discharge_disposition_code',
} -%}

with

record as (

    select * from {{ ref('judge__record') }}

),

medical_claim as (

    select * from {{ ref('core__medical_claim') }}

),

encounter as (

    select * from {{ ref('core__encounter') }}

),

practitioner as (

    select * from {{ ref('core__practitioner') }}

),

code_group as (

    select * from {{ ref('code_group') }}

),

used_code as (

    select distinct
        code_type,
        code
    from record
    union all
    {% for code_type, column in systems_of_line.items() -%}
    select distinct
        '{{ code_type }}' as code_type,
        {{ column }} as code
    from medical_claim
    union all
    {% endfor -%}
    {% for code_type, column in systems_of_encounter.items() -%}
    select distinct
        '{{ code_type }}' as code_type,
        {{ column }} as code
    from encounter
    union all
    {% endfor -%}
    select distinct
        'specialty' as code_type,
        specialty as code
    from practitioner
    union all
    select
        'service-category' as code_type,
        'pharmacy' as code

)

-- Each code is compared with the groups once, not once a record.
select distinct
    used_code.code_type,
    used_code.code,
    code_group.code_group
from used_code
inner join code_group
    on
    used_code.code_type = code_group.code_type
    and left(used_code.code, length(coalesce(code_group.code, ''))) = coalesce(code_group.code, '')
