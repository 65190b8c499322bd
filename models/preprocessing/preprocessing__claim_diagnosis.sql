{%- set columns = [
    'claim_id', 'diagnosis_code_type', 'claim_type', 'person_id', 'member_id', 'payer', 'recorded_date', 'data_source'
] -%}

with

medical_claim as (

    -- The header's codes repeat on every line; the first line tells them all.
    select
        *,
        coalesce(admission_date, claim_start_date) as recorded_date
    from {{ ref('input_layer__medical_claim') }}
    where claim_line_number = 1

),

ranked as (

    {{ ranked_codes('medical_claim', columns, ['diagnosis_code', 'diagnosis_poa']) | indent(4) }}

)

select
    {% for column in columns -%}
    {{ column }},
    {% endfor -%}
    code_rank as diagnosis_rank,
    upper(replace(diagnosis_code, '.', '')) as diagnosis_code,
    diagnosis_poa as present_on_admit_code
from ranked
