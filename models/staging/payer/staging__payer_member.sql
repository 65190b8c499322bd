-- A member number means one person for good; min() only keeps a wrong second person from doubling claims.
select
    member_id,
    min(person_id) as person_id
from {{ ref('staging__payer_enrollment') }}
group by member_id
