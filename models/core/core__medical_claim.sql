{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

claim_line as (

    select
        *,
        {{ year_month('claim_line_start_date') }} as year_month
    from {{ ref('preprocessing__claim_line') }}

),

encounter_claim_day as (

    select * from {{ ref('preprocessing__encounter_claim_day') }}

),

service_category as (

    select * from {{ ref('preprocessing__service_category') }}

),

enrollment_segment as (

    select * from {{ ref('preprocessing__enrollment_segment') }}

),

encounter_type as (

    select * from {{ ref('terminology__encounter_type') }}

),

provider as (

    select * from {{ ref('input_layer__provider') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    claim_line.medical_claim_id,
    claim_line.claim_id,
    claim_line.claim_line_number,
    encounter_claim_day.encounter_id,
    encounter_claim_day.encounter_type,
    encounter_type.encounter_group,
    claim_line.claim_type,
    claim_line.person_id,
    claim_line.member_id,
    claim_line.payer,
    claim_line.plan,
    claim_line.claim_start_date,
    claim_line.claim_end_date,
    claim_line.claim_line_start_date,
    claim_line.claim_line_end_date,
    claim_line.admission_date,
    claim_line.discharge_date,
    service_category.service_category_1,
    service_category.service_category_2,
    service_category.service_category_3,
    claim_line.admit_source_code,
    admit_source.description as admit_source_description,
    claim_line.admit_type_code,
    admit_type.description as admit_type_description,
    claim_line.discharge_disposition_code,
    discharge_disposition.description as discharge_disposition_description,
    claim_line.place_of_service_code,
    place_of_service.description as place_of_service_description,
    claim_line.bill_type_code,
    bill_type.description as bill_type_description,
    claim_line.drg_code_type,
    claim_line.drg_code,
    ms_drg.description as drg_description,
    claim_line.revenue_center_code,
    revenue_center.description as revenue_center_description,
    claim_line.service_unit_quantity,
    claim_line.hcpcs_code,
    {% for i in range(1, 6) -%}
    claim_line.hcpcs_modifier_{{ i }},
    {% endfor -%}
    claim_line.rendering_npi,
    claim_line.rendering_tin,
    rendering.name as rendering_name,
    claim_line.billing_npi,
    claim_line.billing_tin,
    billing.name as billing_name,
    claim_line.facility_npi,
    facility.name as facility_name,
    claim_line.paid_date,
    claim_line.paid_amount,
    claim_line.allowed_amount,
    claim_line.charge_amount,
    claim_line.coinsurance_amount,
    claim_line.copayment_amount,
    claim_line.deductible_amount,
    claim_line.total_cost_amount,
    cast(claim_line.in_network_flag as integer) as in_network_flag,
    case when enrollment_segment.member_key is not null then 1 else 0 end as enrollment_flag,
    enrollment_segment.member_key || '-' || claim_line.year_month as member_month_key,
    claim_line.data_source,
    cast(claim_line.file_date as timestamp) as file_date,
    claim_line.ingest_datetime,
    claim_line.file_name,
    last_run.tuva_last_run
from claim_line
cross join last_run
inner join encounter_claim_day
    on
    claim_line.claim_id = encounter_claim_day.claim_id
    and claim_line.claim_line_start_date = encounter_claim_day.claim_line_start_date
inner join service_category on claim_line.service_signature = service_category.service_signature
left join enrollment_segment on {{ in_enrollment_segment('claim_line') }}
left join encounter_type on encounter_claim_day.encounter_type = encounter_type.encounter_type
left join provider as rendering on claim_line.rendering_npi = rendering.npi
left join provider as billing on claim_line.billing_npi = billing.npi
left join provider as facility on claim_line.facility_npi = facility.npi
{% for code in [
    'admit_source', 'admit_type', 'discharge_disposition', 'place_of_service', 'bill_type', 'revenue_center'
] -%}
left join {{ ref('terminology__' ~ code) }} as {{ code }}
    on claim_line.{{ code }}_code = {{ code }}.{{ code }}_code
{% endfor -%}
left join {{ ref('terminology__ms_drg') }} as ms_drg on claim_line.drg_code = ms_drg.ms_drg
{% endif %}
