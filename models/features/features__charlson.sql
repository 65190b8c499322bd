with

patient as (

    select * from {{ ref('core__patient') }}

),

diagnosis as (

    {{ score_points('charlson') | indent(4) }}

),

points as (

    select * from diagnosis
    union all
    -- Everybody begins with no points.
    select
        person_id,
        coalesce(birth_date, date '1900-01-01') as event_date,
        'birth' as scale,
        0 as points
    from patient

),

score as (

    {{ score_over_time('points') | indent(4) }}

),

span as (

    {{ valid_spans('score') | indent(4) }}

)

select
    person_id,
    valid_from_date,
    valid_to_date,
    value
from span
