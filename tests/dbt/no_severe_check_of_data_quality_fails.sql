{{ config(severity='error') }}

-- Severity 1 makes counts wrong, 2 loses rows or money: mend such an input layer before it is used.
select
    level,
    table_name,
    column_name,
    severity,
    sentence,
    data_source,
    rows_failing,
    example_key
from {{ ref('judge__data_quality') }}
where severity <= 2 and not is_passed
