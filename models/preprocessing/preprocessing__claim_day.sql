{%- set flags = ['observation', 'lab', 'dme', 'ambulance', 'pharmacy', 'ed'] -%}

with

claim_line as (

    select
        *,
        coalesce(admission_date, claim_start_date) as stay_start_date,
        coalesce(discharge_date, claim_end_date) as stay_end_date,
        coalesce(facility_npi, case when claim_type = 'institutional' then billing_npi end) as place_npi
    from {{ ref('preprocessing__claim_line') }}

),

service_category as (

    select * from {{ ref('preprocessing__service_category') }}

),

anchor as (

    select * from {{ ref('preprocessing__service_anchor') }}

)

select
    claim_line.claim_id,
    claim_line.claim_line_start_date,
    {% for column in [
        'claim_type', 'person_id', 'data_source', 'stay_start_date', 'facility_npi', 'place_npi',
        'admit_source_code', 'admit_type_code', 'diagnosis_code_type', 'drg_code_type', 'drg_code'
    ] -%}
    min(claim_line.{{ column }}) as {{ column }},
    {% endfor -%}
    max(claim_line.stay_end_date) as stay_end_date,
    max(claim_line.claim_line_end_date) as claim_line_end_date,
    max(claim_line.discharge_disposition_code) as discharge_disposition_code,
    min_by(claim_line.diagnosis_code_1, claim_line.claim_line_number) as diagnosis_code_1,
    min_by(claim_line.rendering_npi, claim_line.claim_line_number) as rendering_npi,
    min(anchor.priority) as priority,
    min(anchor.sought_encounter_type) as sought_encounter_type,
    {% for flag in flags -%}
    max(service_category.{{ flag }}_flag) as {{ flag }}_flag,
    {% endfor -%}
    {% for flag, pattern in [
        ('cesarean', 'l/d - cesarean delivery'),
        ('vaginal', 'l/d - vaginal delivery'),
        ('newborn', 'l/d - newborn%'),
        ('nicu', 'l/d - newborn nicu'),
        ('snf_part_b', 'skilled nursing - part b')
    ] -%}
    max(case when service_category.service_category_3 like '{{ pattern }}' then 1 else 0 end)
        as {{ flag }}_flag,
    {% endfor -%}
    {% for amount in ['paid', 'allowed', 'charge'] -%}
    cast(sum(claim_line.{{ amount }}_amount) as decimal(18, 2)) as {{ amount }}_amount,
    {% endfor -%}
    min(claim_line.claim_line_number) as first_line_number
from claim_line
inner join service_category on claim_line.service_signature = service_category.service_signature
inner join anchor on claim_line.service_signature = anchor.service_signature
group by
    claim_line.claim_id,
    claim_line.claim_line_start_date
