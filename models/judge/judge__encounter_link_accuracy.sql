with

link as (

    select * from {{ ref('core__encounter_link') }}

),

encounter as (

    select * from {{ ref('core__encounter') }}

),

chart_record as (

    select * from {{ ref('truth__chart_record') }}

),

shared as (

    select encounter_id from {{ ref('judge__encounter_meeting') }}
    group by encounter_id
    having count(*) > 1

),

-- The true encounter of a made one is that of most of its lines; few have several to choose from.
source as (

    select
        meeting.encounter_id,
        meeting.true_encounter_id
    from {{ ref('judge__encounter_meeting') }} as meeting
    left join shared on meeting.encounter_id = shared.encounter_id
    where shared.encounter_id is null
    union all
    select
        meeting.encounter_id,
        meeting.true_encounter_id
    from {{ ref('judge__encounter_meeting') }} as meeting
    inner join shared on meeting.encounter_id = shared.encounter_id
    qualify
        row_number() over (
            partition by meeting.encounter_id order by meeting.line_count desc, meeting.true_encounter_id asc
        ) = 1

),

-- Both recordings exist: such pairs are to be found.
twin as (

    select
        chart_record.clinic_encounter_id as clinical_encounter_id,
        source.encounter_id as claim_encounter_id,
        clinical.encounter_type
    from chart_record
    inner join source on chart_record.encounter_id = source.true_encounter_id
    inner join encounter as clinical on chart_record.clinic_encounter_id = clinical.encounter_id
    inner join encounter as claim
        on source.encounter_id = claim.encounter_id and clinical.encounter_group = claim.encounter_group

),

found as (

    select
        encounter.encounter_type,
        count(*) as links,
        count(twin.claim_encounter_id) as right_links
    from link
    inner join encounter on link.clinical_encounter_id = encounter.encounter_id
    left join twin
        on
        link.clinical_encounter_id = twin.clinical_encounter_id
        and link.claim_encounter_id = twin.claim_encounter_id
    group by encounter.encounter_type

),

sought as (

    select
        encounter_type,
        count(distinct clinical_encounter_id) as charted_and_billed
    from twin
    group by encounter_type

)

select
    sought.encounter_type,
    sought.charted_and_billed,
    coalesce(found.links, 0) as links,
    coalesce(found.right_links, 0) as right_links,
    cast(coalesce(found.right_links, 0) as double) / sought.charted_and_billed as recall,
    cast(found.right_links as double) / found.links as precision
from sought
left join found on sought.encounter_type = found.encounter_type
