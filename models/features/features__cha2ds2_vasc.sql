with

patient as (

    select * from {{ ref('core__patient') }}

),

diagnosis as (

    {{ score_points('cha2ds2_vasc') | indent(4) }}

),

points as (

    select * from diagnosis
    union all
    -- Everybody begins with no points, women with one.
    select
        person_id,
        coalesce(birth_date, date '1900-01-01') as event_date,
        'sex' as scale,
        case when sex = 'female' then 1 else 0 end as points
    from patient
    {% for age, points in [(65, 1), (75, 2)] -%}
    union all
    select
        person_id,
        cast({{ dbt.dateadd('year', age, 'birth_date') }} as date) as event_date,
        'age' as scale,
        {{ points }} as points
    from patient
    where birth_date is not null
    {% endfor %}
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
