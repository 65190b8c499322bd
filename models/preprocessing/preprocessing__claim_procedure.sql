with

medical_claim as (

    -- The header's codes repeat on every line; the first line tells them all.
    select
        *,
        coalesce(admission_date, claim_start_date) as start_date
    from {{ ref('input_layer__medical_claim') }}
    where claim_line_number = 1 and procedure_code_1 is not null

)

{% for i in range(1, 26) %}
select
    claim_id,
    {{ i }} as procedure_rank,
    procedure_code_type,
    upper(procedure_code_{{ i }}) as procedure_code,
    coalesce(procedure_date_{{ i }}, start_date) as procedure_date,
    person_id,
    member_id,
    rendering_npi,
    data_source
from medical_claim
where procedure_code_{{ i }} is not null
{{ 'union all' if not loop.last }}
{% endfor %}
