{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
select
    eligibility_id,
    person_id,
    member_id,
    subscriber_id,
    birth_date,
    death_date,
    enrollment_start_date,
    enrollment_end_date,
    payer,
    payer_type,
    plan,
    original_reason_entitlement_code,
    dual_status_code,
    medicare_status_code,
    enrollment_status,
    hospice_flag,
    institutional_snp_flag,
    long_term_institutional_flag,
    subscriber_relation,
    group_id,
    group_name,
    normalized_state_name,
    fips_state_code,
    fips_state_abbreviation,
    data_source,
    file_date,
    ingest_datetime,
    file_name,
    tuva_last_run
from {{ ref('core__coverage') }}
{% endif %}
