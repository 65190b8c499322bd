with

service_category as (

    select * from {{ ref('preprocessing__service_category') }}

),

anchor as (

    select * from {{ ref('encounter_anchor') }}

),

encounter_type as (

    select * from {{ ref('encounter_type_rule') }}

)

-- A line that begins nothing is an orphan; it may know what it looks for.
select
    service_category.service_signature,
    coalesce(min(case when anchor.begins then encounter_type.priority end), min(orphan.priority)) as priority,
    min(case when not anchor.begins then anchor.encounter_type end) as sought_encounter_type
from service_category
inner join encounter_type as orphan on orphan.encounter_type = 'orphaned claim'
left join anchor
    on
    service_category.claim_type = anchor.claim_type
    and service_category.service_category_2 = anchor.service_category_2
    and {{ code_in('service_category.hcpcs_code', 'anchor.hcpcs_code') }}
left join encounter_type on anchor.encounter_type = encounter_type.encounter_type
group by service_category.service_signature
