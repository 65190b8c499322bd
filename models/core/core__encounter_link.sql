{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

encounter as (

    select * from {{ ref('core__encounter') }}

),

claim as (

    select * from encounter
    where encounter_source_type = 'claim'

),

clinical as (

    select * from encounter
    where encounter_source_type = 'clinical'

),

-- Two recordings of one visit name the same person and nearly the same first day; what kind of visit, who
-- saw the patient and why tell visits of one day apart.
candidate as (

    select
        claim.encounter_id as claim_encounter_id,
        clinical.encounter_id as clinical_encounter_id,
        claim.person_id,
        {{ days_between('claim.encounter_start_date', 'clinical.encounter_start_date') }} as days_apart,
        case when claim.encounter_start_date = clinical.encounter_start_date then 4 else 0 end as same_day,
        case when claim.encounter_type = clinical.encounter_type then 4 else 0 end as same_type,
        case when claim.attending_provider_name = clinical.attending_provider_name then 2 else 0 end
            as same_clinician,
        case when claim.primary_diagnosis_code = clinical.primary_diagnosis_code then 2 else 0 end
            as same_diagnosis,
        case when claim.facility_npi = clinical.facility_npi then 1 else 0 end as same_facility
    from claim
    inner join clinical
        on
        claim.person_id = clinical.person_id
        and claim.encounter_group = clinical.encounter_group
        and abs({{ days_between('claim.encounter_start_date', 'clinical.encounter_start_date') }}) <= 1

),

weighed as (

    select
        *,
        same_day + same_type + same_clinician + same_diagnosis + same_facility as agreement
    from candidate

),

ranked as (

    select
        *,
        row_number() over (
            partition by claim_encounter_id order by agreement desc, clinical_encounter_id asc
        ) as place_for_claim,
        row_number() over (
            partition by clinical_encounter_id order by agreement desc, claim_encounter_id asc
        ) as place_for_chart
    from weighed

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

-- Each is the other's best match, or there is no link.
select
    ranked.claim_encounter_id,
    ranked.clinical_encounter_id,
    ranked.person_id,
    cast(ranked.days_apart as integer) as days_apart,
    cast(ranked.agreement as integer) as agreement,
    last_run.tuva_last_run
from ranked
cross join last_run
where ranked.place_for_claim = 1 and ranked.place_for_chart = 1 and ranked.agreement >= 4
{% endif %}
