-- Both sides name a line once and an encounter once, as their own tests say: so the lines that meet a true
-- encounter are as many as there are lines.
with

line as (

    select count(*) as line_count
    from {{ ref('core__medical_claim') }}

),

meeting as (

    select coalesce(sum(line_count), 0) as line_count
    from {{ ref('judge__encounter_meeting') }}

)

select
    line.line_count,
    meeting.line_count as line_count_of_true_encounters
from line
cross join meeting
where line.line_count <> meeting.line_count
