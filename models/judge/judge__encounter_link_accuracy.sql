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

-- The true encounter of a made one is that of most of its lines.
meeting as (

    select
        encounter_id,
        true_encounter_id
    from {{ ref('judge__encounter_meeting') }}
    qualify row_number() over (partition by encounter_id order by line_count desc, true_encounter_id asc) = 1

),

-- Both recordings exist: such pairs are to be found.
twin as (

    select
        chart_record.clinic_encounter_id as clinical_encounter_id,
        meeting.encounter_id as claim_encounter_id,
        clinical.encounter_type
    from chart_record
    inner join meeting on chart_record.encounter_id = meeting.true_encounter_id
    inner join encounter as clinical on chart_record.clinic_encounter_id = clinical.encounter_id
    inner join encounter as claim
        on meeting.encounter_id = claim.encounter_id and clinical.encounter_group = claim.encounter_group

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
