with

medical_claim as (

    -- The header's codes repeat on every line; the first line tells them all.
    select *
    from {{ ref('input_layer__medical_claim') }}
    qualify row_number() over (partition by claim_id order by claim_line_number) = 1

),

diagnosis as (

    {% for i in range(1, 26) %}
    select
        claim_id,
        {{ i }} as diagnosis_rank,
        upper(replace(diagnosis_code_{{ i }}, '.', '')) as diagnosis_code,
        diagnosis_poa_{{ i }} as present_on_admit_code
    from medical_claim
    where diagnosis_code_{{ i }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    diagnosis.claim_id,
    diagnosis.diagnosis_rank,
    medical_claim.diagnosis_code_type,
    diagnosis.diagnosis_code,
    diagnosis.present_on_admit_code,
    medical_claim.claim_type,
    medical_claim.person_id,
    medical_claim.member_id,
    medical_claim.payer,
    coalesce(medical_claim.admission_date, medical_claim.claim_start_date) as recorded_date,
    medical_claim.data_source
from diagnosis
inner join medical_claim on diagnosis.claim_id = medical_claim.claim_id
