-- An encounter that consists of guests only would be a host that had itself been taken in elsewhere.
select
    encounter_id,
    count(*) as day_count
from {{ ref('preprocessing__encounter_claim_day') }}
group by encounter_id
having min(case when is_nested then 1 else 0 end) = 1
