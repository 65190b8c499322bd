with

-- Orphans make no claim to be a visit.
meeting as (

    select * from {{ ref('judge__encounter_meeting') }}
    where encounter_type not like '%orphaned%'

),

of_true as (

    select
        true_encounter_id,
        count(*) as parts,
        sum(line_count) as line_count
    from meeting
    group by true_encounter_id

),

of_made as (

    select
        encounter_id,
        count(*) as sources,
        sum(line_count) as line_count
    from meeting
    group by encounter_id

),

-- Two lines of one true encounter are a pair to be found; two of one made encounter a pair that was made.
-- A meeting carries its share of the pairs, so that they add up by type.
paired as (

    select
        meeting.true_encounter_type,
        meeting.true_encounter_id,
        meeting.encounter_type,
        meeting.line_count,
        of_true.parts,
        of_made.sources,
        meeting.line_count * (meeting.line_count - 1) / cast(2 as double) as found_pairs,
        meeting.line_count * (of_true.line_count - 1) / cast(2 as double) as true_pairs,
        meeting.line_count * (of_made.line_count - 1) / cast(2 as double) as made_pairs
    from meeting
    inner join of_true on meeting.true_encounter_id = of_true.true_encounter_id
    inner join of_made on meeting.encounter_id = of_made.encounter_id

),

true_encounter as (

    select
        true_encounter_type as encounter_type,
        true_encounter_id,
        max(parts) as parts,
        max(sources) as sources,
        max(case when encounter_type = true_encounter_type then 1 else 0 end) as has_true_type,
        sum(line_count) as line_count,
        sum(case when encounter_type = true_encounter_type then line_count else 0 end)
            as same_type_line_count,
        sum(found_pairs) as found_pairs,
        sum(true_pairs) as true_pairs
    from paired
    group by
        true_encounter_type,
        true_encounter_id

),

by_true_type as (

    select
        coalesce(encounter_type, 'all') as encounter_type,
        count(*) as true_count,
        sum(case when parts = 1 and sources = 1 then 1 else 0 end) as whole_count,
        sum(case when parts > 1 then 1 else 0 end) as split_count,
        sum(case when sources > 1 then 1 else 0 end) as merged_count,
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
    from paired
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
