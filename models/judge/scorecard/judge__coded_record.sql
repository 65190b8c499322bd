{{ config(materialized="view") }}

with

record as (

    select * from {{ ref('judge__record') }}

),

grouped_code as (

    select * from {{ ref('judge__grouped_code') }}

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
