{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

enrollment as (

    select
        *,
        min(enrollment_start_date) over () as first_day_of_data,
        min(case when payer_type = 'medicare' then enrollment_start_date end)
            over (partition by person_id) as first_medicare_day
    from {{ ref('staging__payer_enrollment') }}

),

extract as (

    select * from {{ ref('staging__extract') }}

)

select
    enrollment.person_id,
    enrollment.member_id,
    enrollment.subscriber_id,
    enrollment.gender,
    enrollment.race,
    enrollment.birth_date,
    enrollment.death_date,
    enrollment.death_date is not null as death_flag,
    enrollment.enrollment_start_date,
    enrollment.enrollment_end_date,
    enrollment.payer,
    enrollment.payer_type,
    enrollment.plan,
    enrollment.original_reason_entitlement_code,
    enrollment.dual_status_code,
    enrollment.medicare_status_code,
    -- Medicare's risk adjustment asks for it. Who was covered on the first day of data cannot be told from
    -- a new enrollee, and counts as continuing.
    case
        when enrollment.payer_type <> 'medicare' then null
        when enrollment.medicare_status_code in ('11', '21', '31') then 'ESRD'
        when enrollment.long_term_institutional_flag = 1 then 'Institutional'
        when
            enrollment.enrollment_start_date = enrollment.first_medicare_day
            and enrollment.first_medicare_day > enrollment.first_day_of_data
            then 'New'
        else 'Continuing'
    end as enrollment_status,
    enrollment.hospice_flag,
    -- The payers of this world sell no institutional special-needs plan.
    0 as institutional_snp_flag,
    enrollment.long_term_institutional_flag,
    -- A drug plan beside Original Medicare is part of the same row: nobody here is covered for drugs alone.
    1 as medical_benefit_flag,
    enrollment.drug_benefit_flag as pharmacy_benefit_flag,
    enrollment.group_id,
    enrollment.group_name,
    enrollment.name_suffix,
    enrollment.first_name,
    enrollment.middle_name,
    enrollment.last_name,
    enrollment.social_security_number,
    enrollment.subscriber_relation,
    enrollment.address,
    enrollment.city,
    enrollment.state,
    enrollment.zip_code,
    enrollment.phone,
    enrollment.email,
    enrollment.ethnicity,
    'payer' as data_source,
    'payer_enrollment' as file_name,
    enrollment.file_date,
    extract.ingest_datetime
from enrollment
cross join extract
{% endif %}
