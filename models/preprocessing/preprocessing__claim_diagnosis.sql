with

medical_claim as (

    -- The header's codes repeat on every line; the first line tells them all.
    select
        *,
        coalesce(admission_date, claim_start_date) as recorded_date
    from {{ ref('input_layer__medical_claim') }}
    where claim_line_number = 1

)

{% for i in range(1, 26) %}
select
    claim_id,
    {{ i }} as diagnosis_rank,
    diagnosis_code_type,
    upper(replace(diagnosis_code_{{ i }}, '.', '')) as diagnosis_code,
    diagnosis_poa_{{ i }} as present_on_admit_code,
    claim_type,
    person_id,
    member_id,
    payer,
    recorded_date,
    data_source
from medical_claim
where diagnosis_code_{{ i }} is not null
{{ 'union all' if not loop.last }}
{% endfor %}
