with

version as (

    select * from {{ ref('judge__event_version') }}

)

select
    event_id,
    'in network' as mark
from version
where is_in_network
union all
select
    event_id,
    'out of network' as mark
from version
where not is_in_network
union all
select
    event_id,
    'denied' as mark
from version
where is_denied
union all
select
    event_id,
    'appealed' as mark
from version
where is_appealed
union all
select
    event_id,
    'has a later version' as mark
from version
where has_later_version
