{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

claim_diagnosis as (

    select * from {{ ref('preprocessing__claim_diagnosis') }}

),

claim_encounter as (

    select * from {{ ref('preprocessing__claim_encounter') }}

),

charted as (

    select * from {{ ref('input_layer__condition') }}

),

icd_10_cm as (

    select * from {{ ref('terminology__icd_10_cm') }}

),

present_on_admission as (

    select * from {{ ref('terminology__present_on_admission') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

),

-- An illness seen by payer and clinic stays two rows: core keeps evidence, concepts decide identity.
condition as (

    select
        claim_diagnosis.claim_id || '-diagnosis-' || claim_diagnosis.diagnosis_rank as condition_id,
        claim_diagnosis.payer,
        claim_diagnosis.person_id,
        claim_diagnosis.member_id,
        cast(null as varchar) as patient_id,
        claim_encounter.encounter_id,
        claim_diagnosis.claim_id,
        claim_diagnosis.recorded_date,
        cast(null as date) as onset_date,
        cast(null as date) as resolved_date,
        'active' as status,
        'discharge_diagnosis' as condition_type,
        claim_diagnosis.diagnosis_code_type as source_code_type,
        claim_diagnosis.diagnosis_code as source_code,
        cast(null as varchar) as source_description,
        claim_diagnosis.diagnosis_code_type as normalized_code_type,
        claim_diagnosis.diagnosis_code as normalized_code,
        claim_diagnosis.diagnosis_rank as condition_rank,
        claim_diagnosis.present_on_admit_code,
        claim_diagnosis.data_source
    from claim_diagnosis
    left join claim_encounter on claim_diagnosis.claim_id = claim_encounter.claim_id

    union all

    select
        condition_id,
        payer,
        person_id,
        cast(null as varchar) as member_id,
        patient_id,
        encounter_id,
        claim_id,
        recorded_date,
        onset_date,
        resolved_date,
        status,
        condition_type,
        source_code_type,
        source_code,
        source_description,
        normalized_code_type,
        normalized_code,
        condition_rank,
        present_on_admit_code,
        data_source
    from charted

),

-- In the order of codes, so that most concepts read their own rows alone; sorted before texts make rows long.
ordered as (

    select * from condition
    order by normalized_code

)

select
    condition.condition_id,
    condition.payer,
    condition.person_id,
    condition.member_id,
    condition.patient_id,
    condition.encounter_id,
    condition.claim_id,
    condition.recorded_date,
    condition.onset_date,
    condition.resolved_date,
    condition.status,
    condition.condition_type,
    condition.source_code_type,
    condition.source_code,
    condition.source_description,
    condition.normalized_code_type,
    condition.normalized_code,
    icd_10_cm.description as normalized_description,
    case when icd_10_cm.icd_10_cm is not null then 'automatic' end as mapping_method,
    condition.condition_rank,
    condition.present_on_admit_code,
    present_on_admission.description as present_on_admit_description,
    condition.data_source,
    last_run.tuva_last_run
from ordered as condition
cross join last_run
left join icd_10_cm on condition.normalized_code = icd_10_cm.icd_10_cm
left join present_on_admission
    on condition.present_on_admit_code = present_on_admission.present_on_admission_code
{% endif %}
