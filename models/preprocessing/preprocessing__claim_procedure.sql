{%- set columns = [
    'claim_id', 'procedure_code_type', 'start_date', 'person_id', 'member_id', 'rendering_npi', 'data_source'
] -%}

with

medical_claim as (

    -- The header's codes repeat on every line; the first line tells them all.
    select
        *,
        coalesce(admission_date, claim_start_date) as start_date
    from {{ ref('input_layer__medical_claim') }}
    where claim_line_number = 1 and procedure_code_1 is not null

),

ranked as (

    {{ ranked_codes('medical_claim', columns, ['procedure_code', 'procedure_date']) | indent(4) }}

)

select
    claim_id,
    code_rank as procedure_rank,
    procedure_code_type,
    upper(procedure_code) as procedure_code,
    coalesce(procedure_date, start_date) as procedure_date,
    person_id,
    member_id,
    rendering_npi,
    data_source
from ranked
