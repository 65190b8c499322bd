{#- Columns that hold one code each: role, code system, column. -#}
{%- set roles_of_encounter = [
    ('principal', 'icd-10-cm', 'primary_diagnosis_code'),
    ('drg', 'ms-drg', 'drg_code'),
    ('disposition', 'discharge-disposition', 'discharge_disposition_code')
] -%}
{%- set roles_of_line = [
    ('place', 'place-of-service', 'place_of_service_code'),
    ('revenue', 'revenue-center', 'revenue_center_code'),
    ('bill', 'bill-type', 'bill_type_code')
] -%}

with

encounter as (

    select * from {{ ref('core__encounter') }}

),

condition as (

    select * from {{ ref('core__condition') }}

),

procedure as (

    select * from {{ ref('core__procedure') }}

),

medical_claim as (

    select * from {{ ref('core__medical_claim') }}

),

pharmacy_claim as (

    select * from {{ ref('core__pharmacy_claim') }}

),

drug as (

    select * from {{ ref('judge__drug') }}

),

practitioner as (

    select * from {{ ref('core__practitioner') }}

),

expense as (

    select
        event_id,
        split_part(event_id, '|', 5) as category
    from {{ ref('judge__event_expense') }}
    where event = 'expense'

),

claimed as (

    select * from encounter
    where encounter_source_type = 'claim'

),

-- Which codes an event carries, and in which role.
coded as (

    {% for role, code_type, column in roles_of_encounter -%}
    select
        encounter_id as event_id,
        '{{ role }}' as role,
        '{{ code_type }}' as code_type,
        {{ column }} as code
    from claimed
    union all
    {% endfor -%}
    {% for role, code_type, column in roles_of_line -%}
    select
        {{ 'claim_id' if role == 'bill' else 'medical_claim_id' }} as event_id,
        '{{ role }}' as role,
        '{{ code_type }}' as code_type,
        {{ column }} as code
    from medical_claim
    union all
    {% endfor -%}
    select
        claimed.encounter_id,
        'any' as role,
        'icd-10-cm' as code_type,
        condition.normalized_code
    from condition
    inner join claimed on condition.encounter_id = claimed.encounter_id
    union all
    select
        claimed.encounter_id,
        'procedure' as role,
        procedure.normalized_code_type,
        procedure.normalized_code
    from procedure
    inner join claimed on procedure.encounter_id = claimed.encounter_id
    union all
    select
        claimed.encounter_id,
        'specialty' as role,
        'specialty' as code_type,
        practitioner.specialty
    from claimed
    inner join practitioner on claimed.attending_provider_id = practitioner.npi
    union all
    select
        event_id,
        'category' as role,
        'service-category' as code_type,
        category
    from expense
    union all
    select
        pharmacy_claim.pharmacy_claim_id,
        'drug' as role,
        'atc' as code_type,
        drug.atc_code
    from pharmacy_claim
    inner join drug on pharmacy_claim.ndc_code = drug.ndc_code

)

select distinct
    event_id,
    role,
    code_type,
    code
from coded
where code is not null
