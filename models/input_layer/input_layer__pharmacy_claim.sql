{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

fill as (

    select * from {{ ref('staging__payer_pharmacy_claim') }}

),

nonfinal_claim as (

    select * from {{ ref('staging__payer_nonfinal_claim') }}
    where claim_type = 'pharmacy'

),

member as (

    select * from {{ ref('staging__payer_member') }}

),

extract as (

    select * from {{ ref('staging__extract') }}

)

select
    fill.claim_id,
    -- A fill has one line.
    1 as claim_line_number,
    member.person_id,
    fill.member_id,
    fill.payer,
    fill.plan,
    fill.prescribing_provider_npi,
    fill.dispensing_provider_npi,
    fill.dispensing_date,
    fill.ndc_code,
    cast(round(fill.quantity) as integer) as quantity,
    fill.days_supply,
    fill.refills,
    fill.paid_date,
    fill.paid_amount,
    fill.allowed_amount,
    fill.charge_amount,
    fill.coinsurance_amount,
    fill.copayment_amount,
    fill.deductible_amount,
    fill.in_network_flag,
    'payer' as data_source,
    'payer_pharmacy_claim' as file_name,
    extract.file_date,
    extract.ingest_datetime
from fill
cross join extract
left join member on fill.member_id = member.member_id
left join nonfinal_claim on fill.claim_id = nonfinal_claim.claim_id
-- Only fills that were kept: reversed billings and their reversals stay in staging.
where nonfinal_claim.claim_id is null
{% endif %}
