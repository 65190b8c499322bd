{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

service_line as (

    select * from {{ ref('core__medical_claim') }}

),

claim_procedure as (

    select * from {{ ref('preprocessing__claim_procedure') }}

),

claim_encounter as (

    select * from {{ ref('preprocessing__claim_encounter') }}

),

charted as (

    select * from {{ ref('input_layer__procedure') }}

),

icd_10_pcs as (

    select * from {{ ref('terminology__icd_10_pcs') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

),

procedures as (

    select
        service_line.medical_claim_id || '-service' as procedure_id,
        service_line.person_id,
        service_line.member_id,
        cast(null as varchar) as patient_id,
        service_line.encounter_id,
        service_line.claim_id,
        service_line.claim_line_start_date as procedure_date,
        'hcpcs' as code_type,
        service_line.hcpcs_code as source_code,
        service_line.hcpcs_code as normalized_code,
        {% for i in range(1, 6) -%}
        service_line.hcpcs_modifier_{{ i }} as modifier_{{ i }},
        {% endfor -%}
        service_line.rendering_npi as practitioner_id,
        service_line.data_source
    from service_line
    where
        service_line.hcpcs_code is not null
        -- Payment group lines of nursing, home health and rehabilitation carry a rate code in that box.
        and coalesce(service_line.revenue_center_code, '') not in ('0022', '0023', '0024')

    union all

    select
        claim_procedure.claim_id || '-procedure-' || claim_procedure.procedure_rank as procedure_id,
        claim_procedure.person_id,
        claim_procedure.member_id,
        cast(null as varchar) as patient_id,
        claim_encounter.encounter_id,
        claim_procedure.claim_id,
        claim_procedure.procedure_date,
        claim_procedure.procedure_code_type as code_type,
        claim_procedure.procedure_code as source_code,
        claim_procedure.procedure_code as normalized_code,
        {% for i in range(1, 6) -%}
        null as modifier_{{ i }},
        {% endfor -%}
        claim_procedure.rendering_npi as practitioner_id,
        claim_procedure.data_source
    from claim_procedure
    left join claim_encounter on claim_procedure.claim_id = claim_encounter.claim_id

    union all

    select
        procedure_id,
        person_id,
        cast(null as varchar) as member_id,
        patient_id,
        encounter_id,
        claim_id,
        procedure_date,
        source_code_type as code_type,
        source_code,
        normalized_code,
        {% for i in range(1, 6) -%}
        modifier_{{ i }},
        {% endfor -%}
        practitioner_id,
        data_source
    from charted

)

select
    procedures.procedure_id,
    procedures.person_id,
    procedures.member_id,
    procedures.patient_id,
    procedures.encounter_id,
    procedures.claim_id,
    procedures.procedure_date,
    procedures.code_type as source_code_type,
    procedures.source_code,
    cast(null as varchar) as source_description,
    procedures.code_type as normalized_code_type,
    procedures.normalized_code,
    -- CPT's words belong to its owner and stay away.
    icd_10_pcs.description as normalized_description,
    'automatic' as mapping_method,
    {% for i in range(1, 6) -%}
    procedures.modifier_{{ i }},
    {% endfor -%}
    procedures.practitioner_id,
    procedures.data_source,
    last_run.tuva_last_run
from procedures
cross join last_run
left join icd_10_pcs
    on procedures.code_type = 'icd-10-pcs' and procedures.normalized_code = icd_10_pcs.icd_10_pcs
{% endif %}
