-- The stay that follows is the same person's and begins as many days later as the table says, at least one.
select
    stay.encounter_id,
    stay.days_to_readmit,
    readmission.encounter_id as readmission_encounter_id
from {{ ref('readmissions__stay') }} as stay
left join {{ ref('readmissions__stay') }} as readmission
    on
    stay.readmission_encounter_id = readmission.encounter_id
    and stay.person_id = readmission.person_id
where
    stay.readmission_encounter_id is not null
    and (
        readmission.encounter_id is null
        or stay.days_to_readmit < 1
        or stay.days_to_readmit <> {{ days_between('stay.discharge_date', 'readmission.admission_date') }}
    )
