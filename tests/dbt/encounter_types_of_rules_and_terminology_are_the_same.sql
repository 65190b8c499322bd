-- One list of types: what the rules can make, what the terminology names; core holds no other.
select
    rule.encounter_type as type_of_rules,
    terminology.encounter_type as type_of_terminology
from {{ ref('encounter_type_rule') }} as rule
full outer join {{ ref('terminology__encounter_type') }} as terminology
    on rule.encounter_type = terminology.encounter_type
where rule.encounter_type is null or terminology.encounter_type is null

union all

select distinct
    rule.encounter_type as type_of_rules,
    encounter.encounter_type as type_of_terminology
from {{ ref('core__encounter') }} as encounter
left join {{ ref('encounter_type_rule') }} as rule on encounter.encounter_type = rule.encounter_type
where rule.encounter_type is null
