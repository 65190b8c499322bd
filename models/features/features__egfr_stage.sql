with

egfr as (

    select * from {{ ref('features__egfr') }}

),

staged as (

    -- Stages of KDIGO 2012: G3a and G3b are both 3. One measurement does not tell that it lasts three months.
    select
        person_id,
        valid_from_date,
        valid_to_date,
        case
            when value >= 90 then 1.0
            when value >= 60 then 2.0
            when value >= 30 then 3.0
            when value >= 15 then 4.0
            else 5.0
        end as stage
    from egfr

)

select
    person_id,
    valid_from_date,
    valid_to_date,
    cast(stage as double) as value
from staged
