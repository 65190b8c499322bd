select
    member_id,
    count(distinct person_id) as person_count
from {{ ref('core__coverage') }}
group by member_id
having count(distinct person_id) > 1
