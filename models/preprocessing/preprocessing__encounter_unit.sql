with

claim_day as (

    select * from {{ ref('preprocessing__claim_day') }}

),

encounter_type as (

    select * from {{ ref('encounter_type_rule') }}

),

-- Lines billed together belong together: the first type in rank among them names them all.
claim as (

    select
        claim_id,
        min(priority) as priority
    from claim_day
    group by claim_id

),

-- A facility's bill of a stay is one unit from admission to discharge; all else is a unit per claim and day.
typed as (

    select
        claim_day.*,
        whole.encounter_type is not null as is_whole_claim,
        coalesce(whole.encounter_type, daily.encounter_type) as encounter_type,
        coalesce(whole.span, daily.span) as span
    from claim_day
    inner join claim on claim_day.claim_id = claim.claim_id
    inner join encounter_type as daily on claim_day.priority = daily.priority
    left join encounter_type as whole
        on
        claim.priority = whole.priority
        and claim_day.claim_type = 'institutional'
        and whole.span = 'claim'

)

select
    claim_id,
    -- The day that tells units of one claim apart: none, where the claim is one unit.
    case when not is_whole_claim then claim_line_start_date end as unit_date,
    case when is_whole_claim then claim_id else claim_id || ' ' || claim_line_start_date end as unit_id,
    encounter_type,
    person_id,
    data_source,
    min(case when is_whole_claim then stay_start_date else claim_line_start_date end) as start_date,
    max(case
        when is_whole_claim then stay_end_date
        when span = 'claim' then claim_line_end_date
        else claim_line_start_date
    end) as end_date,
    min(facility_npi) as facility_npi,
    max(discharge_disposition_code) as discharge_disposition_code,
    min(sought_encounter_type) as sought_encounter_type,
    max(case when claim_type = 'institutional' then 1 else 0 end) as has_institutional_claim
from typed
group by all
