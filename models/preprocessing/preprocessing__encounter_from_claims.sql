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

line as (

    select
        claim_line.*,
        encounter_line.encounter_id,
        encounter_line.encounter_type,
        encounter_line.encounter_start_date,
        encounter_line.encounter_end_date,
        -- Who speaks for the encounter: its own lines before guests, the facility before clinicians.
        row_number() over (
            partition by encounter_line.encounter_id
            order by
                encounter_line.is_nested,
                claim_line.claim_type,
                claim_line.claim_start_date,
                claim_line.claim_id,
                claim_line.claim_line_number
        ) as place_from_first,
        row_number() over (
            partition by encounter_line.encounter_id
            order by
                encounter_line.is_nested asc,
                claim_line.claim_type asc,
                claim_line.claim_end_date desc,
                claim_line.claim_id desc,
                claim_line.claim_line_number desc
        ) as place_from_last,
        {% for flag in flags -%}
        service_category.{{ flag }}_flag,
        {% endfor -%}
        service_category.service_category_3
    from encounter_line
    inner join claim_line on encounter_line.medical_claim_id = claim_line.medical_claim_id
    inner join service_category on encounter_line.medical_claim_id = service_category.medical_claim_id

)

select
    encounter_id,
    encounter_type,
    encounter_start_date,
    encounter_end_date,
    min(person_id) as person_id,
    min(data_source) as data_source,
    max(case when place_from_first = 1 then admit_source_code end) as admit_source_code,
    max(case when place_from_first = 1 then admit_type_code end) as admit_type_code,
    max(case when place_from_last = 1 then discharge_disposition_code end) as discharge_disposition_code,
    max(case when place_from_first = 1 then rendering_npi end) as attending_provider_npi,
    max(case when place_from_first = 1 then coalesce(facility_npi, billing_npi) end) as facility_npi,
    max(case when place_from_first = 1 then diagnosis_code_type end) as primary_diagnosis_code_type,
    max(case when place_from_first = 1 then diagnosis_code_1 end) as primary_diagnosis_code,
    max(case when place_from_first = 1 then drg_code_type end) as drg_code_type,
    max(case when place_from_first = 1 then drg_code end) as drg_code,
    {% for flag in flags -%}
    max({{ flag }}_flag) as {{ flag }}_flag,
    {% endfor -%}
    max(case when service_category_3 like 'l/d - % delivery' then 1 else 0 end) as delivery_flag,
    -- Where both are billed the cesarean is what it came to.
    case
        when max(case when service_category_3 = 'l/d - cesarean delivery' then 1 end) = 1 then 'cesarean'
        when max(case when service_category_3 = 'l/d - vaginal delivery' then 1 end) = 1 then 'vaginal'
    end as delivery_type,
    max(case when service_category_3 like 'l/d - newborn%' then 1 else 0 end) as newborn_flag,
    max(case when service_category_3 = 'l/d - newborn nicu' then 1 else 0 end) as nicu_flag,
    max(case when service_category_3 = 'skilled nursing - part b' then 1 else 0 end) as snf_part_b_flag,
    cast(sum(paid_amount) as decimal(18, 2)) as paid_amount,
    cast(sum(allowed_amount) as decimal(18, 2)) as allowed_amount,
    cast(sum(charge_amount) as decimal(18, 2)) as charge_amount,
    cast(count(distinct claim_id) as integer) as claim_count,
    cast(count(distinct case when claim_type = 'institutional' then claim_id end) as integer)
        as inst_claim_count,
    cast(count(distinct case when claim_type = 'professional' then claim_id end) as integer)
        as prof_claim_count
from line
group by encounter_id, encounter_type, encounter_start_date, encounter_end_date
