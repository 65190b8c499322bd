with

record as (

    select * from {{ ref('judge__record') }}

),

code_group as (

    select * from {{ ref('code_group') }}

),

used_code as (

    select distinct
        code_type,
        code
    from record

),

-- Each code is compared with the groups once, not once a record.
grouped_code as (

    select distinct
        used_code.code_type,
        used_code.code,
        code_group.code_group
    from used_code
    inner join code_group
        on
        used_code.code_type = code_group.code_type
        and left(used_code.code, length(coalesce(code_group.code, ''))) = coalesce(code_group.code, '')

)

select
    record.person_id,
    record.record_date,
    record.data_source,
    record.code_type,
    record.code,
    grouped_code.code_group,
    record.is_inpatient,
    record.amount
from record
inner join grouped_code
    on
    record.code_type = grouped_code.code_type
    and record.code = grouped_code.code
