{{ config(severity='warn') }}

-- Severity 3 blurs an analysis, 4 and 5 are good to know: a warning, also about a world that is as real ones are.
select *
from {{ ref('judge__data_quality') }}
where severity >= 3 and not is_passed
