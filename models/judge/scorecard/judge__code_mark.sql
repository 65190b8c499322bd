with

asked_mark as (

    select * from {{ ref('judge__asked_mark') }}

),

grouped_code as (

    select * from {{ ref('judge__grouped_code') }}

)

-- A mark with a point is role.code group, as principal.sepsis.
select
    asked_mark.event,
    split_part(asked_mark.mark, '.', 1) as role,
    grouped_code.code_type,
    grouped_code.code,
    {{ joined("asked_mark.mark || '|'") }} as marks
from asked_mark
inner join grouped_code on split_part(asked_mark.mark, '.', 2) = grouped_code.code_group
group by
    asked_mark.event,
    split_part(asked_mark.mark, '.', 1),
    grouped_code.code_type,
    grouped_code.code
