with

claim_line as (

    select * from {{ ref('preprocessing__claim_line') }}

),

service_category as (

    select * from {{ ref('preprocessing__service_category') }}

),

anchor as (

    select * from {{ ref('encounter_anchor') }}

),

encounter_type as (

    select * from {{ ref('encounter_type_rule') }}

),

line as (

    select
        claim_line.medical_claim_id,
        claim_line.claim_id,
        claim_line.claim_type,
        claim_line.person_id,
        claim_line.data_source,
        claim_line.claim_line_start_date,
        claim_line.claim_line_end_date,
        coalesce(claim_line.admission_date, claim_line.claim_start_date) as claim_start_date,
        coalesce(claim_line.discharge_date, claim_line.claim_end_date) as claim_end_date,
        claim_line.facility_npi,
        claim_line.discharge_disposition_code,
        -- A line that begins nothing is an orphan; it may know what it looks for.
        coalesce(min(case when anchor.begins then encounter_type.priority end), min(orphan.priority))
            as priority,
        min(case when not anchor.begins then anchor.encounter_type end) as sought_encounter_type
    from claim_line
    inner join service_category on claim_line.medical_claim_id = service_category.medical_claim_id
    inner join encounter_type as orphan on orphan.encounter_type = 'orphaned claim'
    left join anchor
        on
        claim_line.claim_type = anchor.claim_type
        and service_category.service_category_2 = anchor.service_category_2
        and {{ code_in('claim_line.hcpcs_code', 'anchor.hcpcs_code') }}
    left join encounter_type on anchor.encounter_type = encounter_type.encounter_type
    group by all

),

-- Lines billed together belong together: the first type in rank among them names them all.
ranked as (

    select
        *,
        min(priority) over (partition by claim_id) as priority_of_claim,
        min(priority) over (partition by claim_id, claim_line_start_date) as priority_of_day
    from line

),

-- A facility's bill of a stay is one unit from admission to discharge; all else is a unit per claim and day.
typed as (

    select
        ranked.*,
        whole.encounter_type is not null as is_whole_claim,
        coalesce(whole.encounter_type, daily.encounter_type) as encounter_type,
        coalesce(whole.span, daily.span) as span
    from ranked
    inner join encounter_type as daily on ranked.priority_of_day = daily.priority
    left join encounter_type as whole
        on
        ranked.priority_of_claim = whole.priority
        and ranked.claim_type = 'institutional'
        and whole.span = 'claim'

)

select
    medical_claim_id,
    claim_id,
    case when is_whole_claim then claim_id else claim_id || ' ' || claim_line_start_date end as unit_id,
    encounter_type,
    claim_type,
    person_id,
    data_source,
    case when is_whole_claim then claim_start_date else claim_line_start_date end as start_date,
    case
        when is_whole_claim then claim_end_date
        when span = 'claim' then claim_line_end_date
        else claim_line_start_date
    end as end_date,
    facility_npi,
    discharge_disposition_code,
    sought_encounter_type
from typed
