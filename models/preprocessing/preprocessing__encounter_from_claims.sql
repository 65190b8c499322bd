{%- set first_says = [
    'encounter_type', 'encounter_start_date', 'encounter_end_date', 'person_id', 'data_source', 'admit_source_code',
    'admit_type_code', 'rendering_npi', 'place_npi', 'diagnosis_code_type', 'diagnosis_code_1', 'drg_code_type',
    'drg_code'
] -%}
{%- set flags = [
    'observation', 'lab', 'dme', 'ambulance', 'pharmacy', 'ed', 'cesarean', 'vaginal', 'newborn', 'nicu', 'snf_part_b'
] -%}
{%- set amounts = ['paid', 'allowed', 'charge'] -%}

with

day as (

    select
        claim_day.*,
        encounter_claim_day.encounter_id,
        encounter_claim_day.encounter_type,
        encounter_claim_day.encounter_start_date,
        encounter_claim_day.encounter_end_date,
        encounter_claim_day.is_nested
    from {{ ref('preprocessing__encounter_claim_day') }} as encounter_claim_day
    inner join {{ ref('preprocessing__claim_day') }} as claim_day
        on
        encounter_claim_day.claim_id = claim_day.claim_id
        and encounter_claim_day.claim_line_start_date = claim_day.claim_line_start_date

),

-- Most encounters are one claim on one day: only the others are summed up.
several as (

    select encounter_id
    from day
    group by encounter_id
    having count(*) > 1

),

claim as (

    select
        encounter_id,
        claim_id,
        claim_type,
        min(case when is_nested then 1 else 0 end) as is_guest,
        {% for column in first_says | reject('in', ['diagnosis_code_1', 'rendering_npi']) -%}
        min({{ column }}) as {{ column }},
        {% endfor -%}
        min(discharge_disposition_code) as discharge_disposition_code,
        min(stay_start_date) as stay_start_date,
        {% for flag in flags -%}
        max({{ flag }}_flag) as {{ flag }}_flag,
        {% endfor -%}
        {% for amount in amounts -%}
        sum({{ amount }}_amount) as {{ amount }}_amount,
        {% endfor -%}
        min_by(diagnosis_code_1, first_line_number) as diagnosis_code_1,
        min_by(rendering_npi, first_line_number) as rendering_npi,
        max(stay_end_date) as stay_end_date
    from day
    where encounter_id in (select several.encounter_id from several)
    group by encounter_id, claim_id, claim_type

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

speaking as (

    select
        encounter_id,
        {% for column in first_says -%}
        max(case when place_from_first = 1 then {{ column }} end) as {{ column }},
        {% endfor -%}
        max(case when place_from_last = 1 then discharge_disposition_code end) as discharge_disposition_code,
        {% for flag in flags -%}
        max({{ flag }}_flag) as {{ flag }}_flag,
        {% endfor -%}
        {% for amount in amounts -%}
        sum({{ amount }}_amount) as {{ amount }}_amount,
        {% endfor -%}
        count(*) as claim_count,
        count(case when claim_type = 'institutional' then 1 end) as inst_claim_count,
        count(case when claim_type = 'professional' then 1 end) as prof_claim_count
    from placed
    group by encounter_id

    union all

    select
        encounter_id,
        {% for column in first_says + ['discharge_disposition_code'] -%}
        {{ column }},
        {% endfor -%}
        {% for flag in flags -%}
        {{ flag }}_flag,
        {% endfor -%}
        {% for amount in amounts -%}
        {{ amount }}_amount,
        {% endfor -%}
        1 as claim_count,
        case when claim_type = 'institutional' then 1 else 0 end as inst_claim_count,
        case when claim_type = 'professional' then 1 else 0 end as prof_claim_count
    from day
    where encounter_id not in (select several.encounter_id from several)

)

select
    encounter_id,
    encounter_type,
    encounter_start_date,
    encounter_end_date,
    person_id,
    data_source,
    admit_source_code,
    admit_type_code,
    discharge_disposition_code,
    rendering_npi as attending_provider_npi,
    place_npi as facility_npi,
    diagnosis_code_type as primary_diagnosis_code_type,
    diagnosis_code_1 as primary_diagnosis_code,
    drg_code_type,
    drg_code,
    {% for flag in flags | reject('in', ['cesarean', 'vaginal']) -%}
    {{ flag }}_flag,
    {% endfor -%}
    greatest(cesarean_flag, vaginal_flag) as delivery_flag,
    -- Where both are billed the cesarean is what it came to.
    case when cesarean_flag = 1 then 'cesarean' when vaginal_flag = 1 then 'vaginal' end as delivery_type,
    {% for amount in amounts -%}
    cast({{ amount }}_amount as decimal(18, 2)) as {{ amount }}_amount,
    {% endfor -%}
    cast(claim_count as integer) as claim_count,
    cast(inst_claim_count as integer) as inst_claim_count,
    cast(prof_claim_count as integer) as prof_claim_count
from speaking
