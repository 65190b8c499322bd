{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
{%- set of_chart = [
    'condition_id', 'patient_id', 'onset_date', 'resolved_date', 'status', 'condition_type', 'source_code',
    'source_description', 'normalized_code_type'
] -%}

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

-- An illness seen by payer and clinic stays two rows: core keeps evidence, concepts decide identity. What all
-- claims say alike is said at the end, for short rows are sorted in a third of the time.
condition as (

    select
        true as is_claim,
        {% for column in of_chart -%}
        cast(null as {{ 'date' if column.endswith('_date') else 'varchar' }}) as {{ column }},
        {% endfor -%}
        claim_diagnosis.payer,
        claim_diagnosis.person_id,
        claim_diagnosis.member_id,
        claim_encounter.encounter_id,
        claim_diagnosis.claim_id,
        claim_diagnosis.recorded_date,
        claim_diagnosis.diagnosis_code_type as source_code_type,
        claim_diagnosis.diagnosis_code as normalized_code,
        claim_diagnosis.diagnosis_rank as condition_rank,
        claim_diagnosis.present_on_admit_code,
        claim_diagnosis.data_source
    from claim_diagnosis
    left join claim_encounter on claim_diagnosis.claim_id = claim_encounter.claim_id

    union all

    select
        false as is_claim,
        {% for column in of_chart -%}
        {{ column }},
        {% endfor -%}
        payer,
        person_id,
        cast(null as varchar) as member_id,
        encounter_id,
        claim_id,
        recorded_date,
        source_code_type,
        normalized_code,
        condition_rank,
        present_on_admit_code,
        data_source
    from charted

),

-- In the order of codes, so that most concepts read their own rows alone.
ordered as (

    select * from condition
    order by normalized_code

)

select
    case
        when condition.is_claim then condition.claim_id || '-diagnosis-' || condition.condition_rank
        else condition.condition_id
    end as condition_id,
    condition.payer,
    condition.person_id,
    condition.member_id,
    condition.patient_id,
    condition.encounter_id,
    condition.claim_id,
    condition.recorded_date,
    condition.onset_date,
    condition.resolved_date,
    case when condition.is_claim then 'active' else condition.status end as status,
    case when condition.is_claim then 'discharge_diagnosis' else condition.condition_type end
        as condition_type,
    condition.source_code_type,
    case when condition.is_claim then condition.normalized_code else condition.source_code end as source_code,
    condition.source_description,
    case when condition.is_claim then condition.source_code_type else condition.normalized_code_type end
        as normalized_code_type,
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
