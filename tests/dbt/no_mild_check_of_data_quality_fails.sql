{{ config(severity='warn') }}

-- Severity 3 blurs an analysis, 4 and 5 are good to know: a warning, about a world like real ones too.
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
where severity >= 3 and not is_passed
