{{ config(materialized="view") }}

{#- Columns that hold one code each: role, column. -#}
{%- set roles = {
    'principal': 'primary_diagnosis_code',
    'drg': 'drg_code',
    'disposition': 'discharge_disposition_code',
} -%}

with

care as (

    select * from {{ ref('judge__care') }}

),

encounter as (

    select * from {{ ref('core__encounter') }}

),

condition as (

    select * from {{ ref('core__condition') }}

),

procedure as (

    select * from {{ ref('core__procedure') }}

),

practitioner as (

    select * from {{ ref('core__practitioner') }}

),

code_mark as (

    select * from {{ ref('judge__code_mark') }}

),

asked_mark as (

    select * from {{ ref('judge__asked_mark') }}

),

history as (

    select * from {{ ref('judge__mark_stay') }}

),

-- Which codes an encounter carries, and in which role.
marked as (

    {% for role, column in roles.items() -%}
    select
        encounter.encounter_id,
        code_mark.event,
        code_mark.marks
    from encounter
    inner join code_mark on code_mark.role = '{{ role }}' and encounter.{{ column }} = code_mark.code
    union all
    {% endfor -%}
    select
        encounter.encounter_id,
        code_mark.event,
        code_mark.marks
    from encounter
    inner join practitioner on encounter.attending_provider_id = practitioner.npi
    inner join code_mark on code_mark.role = 'specialty' and practitioner.specialty = code_mark.code
    union all
    select
        condition.encounter_id,
        code_mark.event,
        code_mark.marks
    from condition
    inner join code_mark
        on
        code_mark.role = 'any'
        and code_mark.code_type = 'icd-10-cm'
        and condition.normalized_code = code_mark.code
    union all
    select
        procedure.encounter_id,
        code_mark.event,
        code_mark.marks
    from procedure
    inner join code_mark
        on
        code_mark.role = 'procedure'
        and procedure.normalized_code_type = code_mark.code_type
        and procedure.normalized_code = code_mark.code
    union all
    select
        history.event_id as encounter_id,
        asked_mark.event,
        asked_mark.mark || '|' as marks
    from history
    inner join asked_mark on history.mark = asked_mark.mark

)

select
    marked.encounter_id,
    marked.event,
    {{ joined('marked.marks') }} as marks
from marked
inner join care
    on
    marked.encounter_id = care.encounter_id
    and marked.event = care.event
group by
    marked.encounter_id,
    marked.event
