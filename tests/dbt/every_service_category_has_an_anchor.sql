-- A category without an anchor would leave its lines orphaned in silence; only these are meant to be.
select distinct
    rule.service_category_2,
    rule.claim_type
from {{ ref('service_category_rule') }} as rule
left join {{ ref('encounter_anchor') }} as anchor
    on
    rule.service_category_2 = anchor.service_category_2
    and coalesce(rule.claim_type, anchor.claim_type) = anchor.claim_type
where anchor.service_category_2 is null and rule.service_category_2 <> 'other'
