with

meeting as (

    select * from {{ ref('judge__encounter_meeting') }}

),

encounter_type as (

    select * from {{ ref('terminology__encounter_type') }}

)

select
    meeting.true_encounter_type,
    meeting.encounter_type,
    case
        when meeting.encounter_type = meeting.true_encounter_type then 'agrees'
        when meeting.encounter_type in ('lab - orphaned', 'dme - orphaned', 'ambulance - orphaned')
            then 'billed apart from the visit that ordered it'
        when true_type.encounter_group = 'inpatient' and made_type.encounter_group <> 'inpatient'
            then 'the bill of the stay is missing'
        when meeting.encounter_type = 'orphaned claim' then 'codes name no kind of visit'
        when made_type.encounter_group = 'inpatient' then 'on a day of a stay'
        else 'two visits on one day'
    end as reason,
    cast(sum(meeting.line_count) as bigint) as line_count,
    cast(sum(meeting.line_count) as double)
    / sum(sum(meeting.line_count)) over (partition by meeting.true_encounter_type) as share_of_true_lines
from meeting
inner join encounter_type as true_type on meeting.true_encounter_type = true_type.encounter_type
inner join encounter_type as made_type on meeting.encounter_type = made_type.encounter_type
group by
    meeting.true_encounter_type,
    meeting.encounter_type,
    true_type.encounter_group,
    made_type.encounter_group
