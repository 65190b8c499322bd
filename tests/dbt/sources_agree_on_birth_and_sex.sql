with

told as (

    select
        person_id,
        birth_date,
        gender as sex
    from {{ ref('input_layer__eligibility') }}

    union

    select
        person_id,
        birth_date,
        sex
    from {{ ref('input_layer__patient') }}

)

select
    person_id,
    count(*) as version_count
from told
group by person_id
having count(*) > 1
