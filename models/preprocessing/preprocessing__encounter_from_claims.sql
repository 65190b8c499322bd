{%- set flags = ['observation', 'lab', 'dme', 'ambulance', 'pharmacy', 'ed'] -%}

with

encounter_line as (

    select * from {{ ref('preprocessing__encounter_claim_line') }}

),

claim_line as (

    select * from {{ ref('preprocessing__claim_line') }}

),

service_category as (

    select * from {{ ref('preprocessing__service_category') }}

),

claim as (

    select
        encounter_line.encounter_id,
        claim_line.claim_id,
        claim_line.claim_type,
        min(encounter_line.encounter_type) as encounter_type,
        min(encounter_line.encounter_start_date) as encounter_start_date,
        min(encounter_line.encounter_end_date) as encounter_end_date,
        min(claim_line.person_id) as person_id,
        min(claim_line.data_source) as data_source,
        min(case when encounter_line.is_nested then 1 else 0 end) as is_guest,
        min(claim_line.claim_start_date) as claim_start_date,
        max(claim_line.claim_end_date) as claim_end_date,
        {% for column in [
            'admit_source_code', 'admit_type_code', 'discharge_disposition_code', 'diagnosis_code_type',
            'drg_code_type', 'drg_code'
        ] -%}
        min(claim_line.{{ column }}) as {{ column }},
        {% endfor -%}
        min_by(claim_line.diagnosis_code_1, claim_line.claim_line_number) as diagnosis_code_1,
        min_by(claim_line.rendering_npi, claim_line.claim_line_number) as rendering_npi,
        min(coalesce(
            claim_line.facility_npi,
            case when claim_line.claim_type = 'institutional' then claim_line.billing_npi end
        )) as facility_npi,
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
        sum(claim_line.paid_amount) as paid_amount,
        sum(claim_line.allowed_amount) as allowed_amount,
        sum(claim_line.charge_amount) as charge_amount
    from encounter_line
    inner join claim_line on encounter_line.medical_claim_id = claim_line.medical_claim_id
    inner join service_category on encounter_line.medical_claim_id = service_category.medical_claim_id
    group by encounter_line.encounter_id, claim_line.claim_id, claim_line.claim_type

),

-- Who speaks for the encounter: its own claims before guests, the facility before clinicians.
placed as (

    select
        *,
        row_number() over (
            partition by encounter_id order by is_guest, claim_type, claim_start_date, claim_id
        ) as place_from_first,
        row_number() over (
            partition by encounter_id
            order by is_guest asc, claim_type asc, claim_end_date desc, claim_id desc
        ) as place_from_last
    from claim

)

select
    encounter_id,
    min(encounter_type) as encounter_type,
    min(encounter_start_date) as encounter_start_date,
    min(encounter_end_date) as encounter_end_date,
    min(person_id) as person_id,
    min(data_source) as data_source,
    max(case when place_from_first = 1 then admit_source_code end) as admit_source_code,
    max(case when place_from_first = 1 then admit_type_code end) as admit_type_code,
    max(case when place_from_last = 1 then discharge_disposition_code end) as discharge_disposition_code,
    max(case when place_from_first = 1 then rendering_npi end) as attending_provider_npi,
    max(case when place_from_first = 1 then facility_npi end) as facility_npi,
    max(case when place_from_first = 1 then diagnosis_code_type end) as primary_diagnosis_code_type,
    max(case when place_from_first = 1 then diagnosis_code_1 end) as primary_diagnosis_code,
    max(case when place_from_first = 1 then drg_code_type end) as drg_code_type,
    max(case when place_from_first = 1 then drg_code end) as drg_code,
    {% for flag in flags -%}
    max({{ flag }}_flag) as {{ flag }}_flag,
    {% endfor -%}
    greatest(max(cesarean_flag), max(vaginal_flag)) as delivery_flag,
    -- Where both are billed the cesarean is what it came to.
    case
        when max(cesarean_flag) = 1 then 'cesarean'
        when max(vaginal_flag) = 1 then 'vaginal'
    end as delivery_type,
    max(newborn_flag) as newborn_flag,
    max(nicu_flag) as nicu_flag,
    max(snf_part_b_flag) as snf_part_b_flag,
    cast(sum(paid_amount) as decimal(18, 2)) as paid_amount,
    cast(sum(allowed_amount) as decimal(18, 2)) as allowed_amount,
    cast(sum(charge_amount) as decimal(18, 2)) as charge_amount,
    cast(count(*) as integer) as claim_count,
    cast(sum(case when claim_type = 'institutional' then 1 else 0 end) as integer) as inst_claim_count,
    cast(sum(case when claim_type = 'professional' then 1 else 0 end) as integer) as prof_claim_count
from placed
group by encounter_id
