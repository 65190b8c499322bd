-- A transfer may share a day, nobody lies in two hospitals for a night.
select
    earlier.encounter_id,
    later.encounter_id as other_encounter_id
from {{ ref('core__encounter') }} as earlier
inner join {{ ref('core__encounter') }} as later
    on
    earlier.person_id = later.person_id
    and earlier.encounter_id < later.encounter_id
    and earlier.encounter_start_date < later.encounter_end_date
    and earlier.encounter_end_date > later.encounter_start_date
where
    earlier.encounter_type = 'acute inpatient'
    and later.encounter_type = 'acute inpatient'
    and earlier.encounter_source_type = later.encounter_source_type
