select
    encounter.encounter_id,
    encounter.person_id,
    encounter.encounter_start_date
from {{ ref('core__encounter') }} as encounter
left join {{ ref('truth__person') }} as newborn
    on
    encounter.person_id = newborn.mother_person_id
    and newborn.birth_date between encounter.encounter_start_date and encounter.encounter_end_date
where encounter.delivery_flag = 1 and newborn.person_id is null
