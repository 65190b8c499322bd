with

medical_claim as (

    select * from {{ ref('input_layer__medical_claim') }}

)

-- Sources differ in zeros, dots and case, and some leave a date to be read from its neighbours.
select
    claim_id || '-' || claim_line_number as medical_claim_id,
    {% for column in claim_line_columns() + ['admission_date', 'discharge_date'] -%}
    {{ column }},
    {% endfor -%}
    coalesce(claim_start_date, admission_date) as claim_start_date,
    coalesce(claim_end_date, discharge_date, claim_start_date) as claim_end_date,
    coalesce(claim_line_start_date, claim_start_date, admission_date) as claim_line_start_date,
    coalesce(claim_line_end_date, claim_line_start_date, claim_end_date, discharge_date, claim_start_date)
        as claim_line_end_date,
    {% for code in claim_codes() -%}
    {{ code.column }} as delivered_{{ code.column }},
    {{ spelled(code.column, code.spelling) }} as {{ code.column }},
    {% endfor -%}
    upper(replace(diagnosis_code_1, '.', '')) as diagnosis_code_1
from medical_claim
