{#
    A feature is a number of a person that holds for a while: person_id, valid_from_date, valid_to_date (empty while it
    still holds) and value. The rule score() asks what it was on the day of entry.
#}

{# The diagnoses that bring points of a score, on each day they were recorded: person_id, event_date, scale, points. #}
{% macro score_points(score) -%}
with

score_code as (

    select *
    from {{ ref('risk_score_code') }}
    where score = '{{ score }}'

),

condition as (

    select
        person_id,
        recorded_date,
        normalized_code_type,
        normalized_code
    from {{ ref('core__condition') }}
    where recorded_date is not null

),

code as (

    -- A code is compared with the score once, however many records carry it.
    select distinct
        recorded.code_type,
        recorded.code,
        score_code.scale,
        score_code.points
    from {{ ref('concepts__recorded_code') }} as recorded
    inner join score_code
        on recorded.code_type = score_code.code_type
        and recorded.code like concat(score_code.code, '%')
    where recorded.source_table = 'core.condition'

)

select
    condition.person_id,
    min(condition.recorded_date) as event_date,
    code.scale,
    code.points
from condition
inner join code
    on condition.normalized_code_type = code.code_type
    and condition.normalized_code = code.code
group by
    condition.person_id,
    code.scale,
    code.points
{%- endmacro %}


{#
    A score over time, from a step with person_id, event_date, scale and points: the sum of the highest points of every
    scale up to the day.
#}
{% macro score_over_time(points) -%}
with

risen as (

    select
        person_id,
        event_date,
        scale,
        points - coalesce(max(points) over (
            partition by person_id, scale
            order by event_date, points
            rows between unbounded preceding and 1 preceding
        ), 0) as points
    from {{ points }}

),

change as (

    select
        person_id,
        event_date,
        sum(greatest(points, 0)) as points
    from risen
    group by
        person_id,
        event_date

),

running as (

    select
        person_id,
        event_date,
        sum(points) over (
            partition by person_id
            order by event_date
            rows between unbounded preceding and current row
        ) as value
    from change

)

select
    person_id,
    event_date,
    value
from running
-- A day that adds nothing changes nothing.
qualify coalesce(value <> lag(value) over (partition by person_id order by event_date), true)
{%- endmacro %}


{# Numbers that hold from their day until the day before the next, from a step with person_id, event_date and value. #}
{% macro valid_spans(changes) -%}
select
    person_id,
    event_date as valid_from_date,
    {{ _days_from('lead(event_date) over (partition by person_id order by event_date)', -1) }} as valid_to_date,
    cast(value as double) as value
from {{ changes }}
{%- endmacro %}
