{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

pharmacy_claim as (

    select
        *,
        {{ year_month('coalesce(dispensing_date, paid_date)') }} as year_month
    from {{ ref('input_layer__pharmacy_claim') }}

),

enrollment_segment as (

    select * from {{ ref('preprocessing__enrollment_segment') }}

),

provider as (

    select * from {{ ref('input_layer__provider') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    pharmacy_claim.claim_id || '-' || pharmacy_claim.claim_line_number as pharmacy_claim_id,
    pharmacy_claim.claim_id,
    pharmacy_claim.claim_line_number,
    pharmacy_claim.person_id,
    pharmacy_claim.member_id,
    pharmacy_claim.payer,
    pharmacy_claim.plan,
    pharmacy_claim.prescribing_provider_npi as prescribing_provider_id,
    prescriber.name as prescribing_provider_name,
    pharmacy_claim.dispensing_provider_npi as dispensing_provider_id,
    pharmacy.name as dispensing_provider_name,
    pharmacy_claim.dispensing_date,
    pharmacy_claim.ndc_code,
    cast(null as varchar) as ndc_description,
    pharmacy_claim.quantity,
    pharmacy_claim.days_supply,
    pharmacy_claim.refills,
    pharmacy_claim.paid_date,
    pharmacy_claim.paid_amount,
    pharmacy_claim.allowed_amount,
    pharmacy_claim.charge_amount,
    pharmacy_claim.coinsurance_amount,
    pharmacy_claim.copayment_amount,
    pharmacy_claim.deductible_amount,
    cast(pharmacy_claim.in_network_flag as integer) as in_network_flag,
    case when enrollment_segment.member_key is not null then 1 else 0 end as enrollment_flag,
    enrollment_segment.member_key || '-' || pharmacy_claim.year_month as member_month_key,
    pharmacy_claim.data_source,
    cast(pharmacy_claim.file_date as timestamp) as file_date,
    pharmacy_claim.ingest_datetime,
    pharmacy_claim.file_name,
    last_run.tuva_last_run
from pharmacy_claim
cross join last_run
left join enrollment_segment on {{ in_enrollment_segment('pharmacy_claim') }}
left join provider as prescriber on pharmacy_claim.prescribing_provider_npi = prescriber.npi
left join provider as pharmacy on pharmacy_claim.dispensing_provider_npi = pharmacy.npi
{% endif %}
