{{ config(severity='error') }}

-- Severity 1 makes counts wrong, 2 loses rows or money: such an input layer should be mended before it is read.
select *
from {{ ref('judge__data_quality') }}
where severity <= 2 and not is_passed
