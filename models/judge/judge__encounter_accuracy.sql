with

-- Orphans make no claim to be a visit.
meeting as (

    select * from {{ ref('judge__encounter_meeting') }}
    where encounter_type not like '%orphaned%'

),

-- Two lines of one true encounter are a pair to be found; two of one made encounter a pair that was made.
made_encounter as (

    select
        encounter_id,
        min(encounter_type) as encounter_type,
        count(*) as sources,
        sum(line_count * (line_count - 1)) / cast(2 as double) as found_pairs,
        sum(line_count) * (sum(line_count) - 1) / cast(2 as double) as made_pairs
    from meeting
    group by encounter_id

),

merged as (

    select encounter_id from made_encounter
    where sources > 1

),

true_encounter as (

    select
        meeting.true_encounter_type as encounter_type,
        meeting.true_encounter_id,
        count(*) as parts,
        count(merged.encounter_id) as merged_parts,
        max(case when meeting.encounter_type = meeting.true_encounter_type then 1 else 0 end)
            as has_true_type,
        sum(meeting.line_count) as line_count,
        sum(case when meeting.encounter_type = meeting.true_encounter_type then meeting.line_count else 0 end)
            as same_type_line_count,
        sum(meeting.line_count * (meeting.line_count - 1)) / cast(2 as double) as found_pairs,
        sum(meeting.line_count) * (sum(meeting.line_count) - 1) / cast(2 as double) as true_pairs
    from meeting
    left join merged on meeting.encounter_id = merged.encounter_id
    group by
        meeting.true_encounter_type,
        meeting.true_encounter_id

),

by_true_type as (

    select
        coalesce(encounter_type, 'all') as encounter_type,
        count(*) as true_count,
        sum(case when parts = 1 and merged_parts = 0 then 1 else 0 end) as whole_count,
        sum(case when parts > 1 then 1 else 0 end) as split_count,
        sum(case when merged_parts > 0 then 1 else 0 end) as merged_count,
        sum(has_true_type) as same_type_count,
        sum(line_count) as line_count,
        sum(same_type_line_count) as same_type_line_count,
        sum(found_pairs) / nullif(sum(true_pairs), 0) as pair_recall
    from true_encounter
    group by rollup(encounter_type)

),

by_made_type as (

    select
        coalesce(encounter_type, 'all') as encounter_type,
        sum(found_pairs) / nullif(sum(made_pairs), 0) as pair_precision
    from made_encounter
    group by rollup(encounter_type)

)

select
    by_true_type.encounter_type,
    by_true_type.true_count,
    cast(by_true_type.whole_count as bigint) as whole_count,
    cast(by_true_type.split_count as bigint) as split_count,
    cast(by_true_type.merged_count as bigint) as merged_count,
    cast(by_true_type.same_type_count as bigint) as same_type_count,
    cast(by_true_type.whole_count as double) / by_true_type.true_count as whole_share,
    cast(by_true_type.same_type_count as double) / by_true_type.true_count as same_type_share,
    cast(by_true_type.line_count as bigint) as line_count,
    cast(by_true_type.same_type_line_count as double) / by_true_type.line_count as same_type_line_share,
    by_true_type.pair_recall,
    by_made_type.pair_precision
from by_true_type
left join by_made_type on by_true_type.encounter_type = by_made_type.encounter_type
