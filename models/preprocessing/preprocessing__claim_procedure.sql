with

medical_claim as (

    -- The header's codes repeat on every line; the first line tells them all.
    select *
    from {{ ref('input_layer__medical_claim') }}
    where procedure_code_1 is not null
    qualify row_number() over (partition by claim_id order by claim_line_number) = 1

),

procedures as (

    {% for i in range(1, 26) %}
    select
        claim_id,
        {{ i }} as procedure_rank,
        upper(procedure_code_{{ i }}) as procedure_code,
        procedure_date_{{ i }} as procedure_date
    from medical_claim
    where procedure_code_{{ i }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    procedures.claim_id,
    procedures.procedure_rank,
    medical_claim.procedure_code_type,
    procedures.procedure_code,
    coalesce(procedures.procedure_date, medical_claim.admission_date, medical_claim.claim_start_date)
        as procedure_date,
    medical_claim.person_id,
    medical_claim.member_id,
    medical_claim.rendering_npi,
    medical_claim.data_source
from procedures
inner join medical_claim on procedures.claim_id = medical_claim.claim_id
