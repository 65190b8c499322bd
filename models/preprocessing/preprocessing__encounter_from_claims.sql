{%- set flags = ['observation', 'lab', 'dme', 'ambulance', 'pharmacy', 'ed'] -%}

with

encounter_claim_day as (

    select * from {{ ref('preprocessing__encounter_claim_day') }}

),

claim_day as (

    select * from {{ ref('preprocessing__claim_day') }}

),

claim as (

    select
        encounter_claim_day.encounter_id,
        claim_day.claim_id,
        claim_day.claim_type,
        min(encounter_claim_day.encounter_type) as encounter_type,
        min(encounter_claim_day.encounter_start_date) as encounter_start_date,
        min(encounter_claim_day.encounter_end_date) as encounter_end_date,
        min(case when encounter_claim_day.is_nested then 1 else 0 end) as is_guest,
        {% for column in [
            'person_id', 'data_source', 'admit_source_code', 'admit_type_code', 'discharge_disposition_code',
            'diagnosis_code_type', 'drg_code_type', 'drg_code'
        ] -%}
        min(claim_day.{{ column }}) as {{ column }},
        {% endfor -%}
        min(claim_day.stay_start_date) as stay_start_date,
        max(claim_day.stay_end_date) as stay_end_date,
        min(claim_day.place_npi) as facility_npi,
        min_by(claim_day.diagnosis_code_1, claim_day.first_line_number) as diagnosis_code_1,
        min_by(claim_day.rendering_npi, claim_day.first_line_number) as rendering_npi,
        {% for flag in flags + ['cesarean', 'vaginal', 'newborn', 'nicu', 'snf_part_b'] -%}
        max(claim_day.{{ flag }}_flag) as {{ flag }}_flag,
        {% endfor -%}
        {% for amount in ['paid', 'allowed', 'charge'] -%}
        sum(claim_day.{{ amount }}_amount) as {{ amount }}_amount{{ ',' if not loop.last }}
        {% endfor -%}
    from encounter_claim_day
    inner join claim_day
        on
        encounter_claim_day.claim_id = claim_day.claim_id
        and encounter_claim_day.claim_line_start_date = claim_day.claim_line_start_date
    group by
        encounter_claim_day.encounter_id,
        claim_day.claim_id,
        claim_day.claim_type

),

-- Who speaks for the encounter: its own claims before guests, the facility before clinicians.
placed as (

    select
        *,
        row_number() over (
            partition by encounter_id order by is_guest, claim_type, stay_start_date, claim_id
        ) as place_from_first,
        row_number() over (
            partition by encounter_id
            order by is_guest asc, claim_type asc, stay_end_date desc, claim_id desc
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
