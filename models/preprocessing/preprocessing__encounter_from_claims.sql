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
        min_by(claim_day.diagnosis_code_1, claim_day.first_line_number) as diagnosis_code_1,
        min_by(claim_day.rendering_npi, claim_day.first_line_number) as rendering_npi,
        {% for flag in flags + ['cesarean', 'vaginal', 'newborn', 'nicu', 'snf_part_b'] -%}
        max(claim_day.{{ flag }}_flag) as {{ flag }}_flag,
        {% endfor -%}
        {% for amount in ['paid', 'allowed', 'charge'] -%}
        sum(claim_day.{{ amount }}_amount) as {{ amount }}_amount,
        {% endfor -%}
        min(claim_day.place_npi) as facility_npi
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

),

summed as (

    select
        encounter_id,
        {% for flag in flags + ['cesarean', 'vaginal', 'newborn', 'nicu', 'snf_part_b'] -%}
        max({{ flag }}_flag) as {{ flag }}_flag,
        {% endfor -%}
        {% for amount in ['paid', 'allowed', 'charge'] -%}
        cast(sum({{ amount }}_amount) as decimal(18, 2)) as {{ amount }}_amount,
        {% endfor -%}
        cast(count(*) as integer) as claim_count,
        cast(sum(case when claim_type = 'institutional' then 1 else 0 end) as integer) as inst_claim_count,
        cast(sum(case when claim_type = 'professional' then 1 else 0 end) as integer) as prof_claim_count
    from claim
    group by encounter_id

)

select
    first_claim.encounter_id,
    first_claim.encounter_type,
    first_claim.encounter_start_date,
    first_claim.encounter_end_date,
    first_claim.person_id,
    first_claim.data_source,
    first_claim.admit_source_code,
    first_claim.admit_type_code,
    last_claim.discharge_disposition_code,
    first_claim.rendering_npi as attending_provider_npi,
    first_claim.facility_npi,
    first_claim.diagnosis_code_type as primary_diagnosis_code_type,
    first_claim.diagnosis_code_1 as primary_diagnosis_code,
    first_claim.drg_code_type,
    first_claim.drg_code,
    {% for flag in flags -%}
    summed.{{ flag }}_flag,
    {% endfor -%}
    greatest(summed.cesarean_flag, summed.vaginal_flag) as delivery_flag,
    -- Where both are billed the cesarean is what it came to.
    case
        when summed.cesarean_flag = 1 then 'cesarean'
        when summed.vaginal_flag = 1 then 'vaginal'
    end as delivery_type,
    summed.newborn_flag,
    summed.nicu_flag,
    summed.snf_part_b_flag,
    summed.paid_amount,
    summed.allowed_amount,
    summed.charge_amount,
    summed.claim_count,
    summed.inst_claim_count,
    summed.prof_claim_count
from summed
inner join placed as first_claim
    on summed.encounter_id = first_claim.encounter_id and first_claim.place_from_first = 1
inner join placed as last_claim
    on summed.encounter_id = last_claim.encounter_id and last_claim.place_from_last = 1
