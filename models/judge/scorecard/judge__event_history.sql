select
    event_id,
    mark
from {{ ref('judge__mark_stay') }}
union all
select
    event_id,
    mark
from {{ ref('judge__mark_claim') }}
union all
select
    event_id,
    mark
from {{ ref('judge__mark_coverage') }}
union all
select
    event_id,
    mark
from {{ ref('judge__mark_version') }}
