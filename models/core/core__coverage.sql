{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

eligibility as (

    select * from {{ ref('input_layer__eligibility') }}

),

us_state as (

    select * from {{ ref('terminology__us_state') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    md5(concat_ws(
        '|',
        eligibility.person_id,
        eligibility.member_id,
        eligibility.enrollment_start_date,
        eligibility.enrollment_end_date,
        eligibility.payer,
        eligibility.plan,
        eligibility.data_source
    )) as eligibility_id,
    eligibility.person_id,
    eligibility.member_id,
    eligibility.subscriber_id,
    eligibility.birth_date,
    eligibility.death_date,
    eligibility.enrollment_start_date,
    eligibility.enrollment_end_date,
    eligibility.payer,
    eligibility.payer_type,
    eligibility.plan,
    eligibility.original_reason_entitlement_code,
    eligibility.dual_status_code,
    eligibility.medicare_status_code,
    eligibility.enrollment_status,
    eligibility.hospice_flag,
    eligibility.institutional_snp_flag,
    eligibility.long_term_institutional_flag,
    eligibility.medical_benefit_flag,
    eligibility.pharmacy_benefit_flag,
    eligibility.subscriber_relation,
    eligibility.group_id,
    eligibility.group_name,
    us_state.state_name as normalized_state_name,
    us_state.state_fips as fips_state_code,
    us_state.state as fips_state_abbreviation,
    eligibility.data_source,
    cast(eligibility.file_date as timestamp) as file_date,
    eligibility.ingest_datetime,
    eligibility.file_name,
    last_run.tuva_last_run
from eligibility
cross join last_run
left join us_state on eligibility.state = us_state.state
{% endif %}
