with

stay as (

    select * from {{ ref('core__encounter') }}
    where encounter_type = 'acute inpatient' and encounter_source_type = 'claim'

),

followed as (

    select
        encounter_id,
        encounter_end_date,
        facility_npi,
        lead(encounter_id) over person as next_encounter_id,
        lead(encounter_start_date) over person as next_encounter_start_date,
        lead(facility_npi) over person as next_facility_npi
    from stay
    window person as (partition by person_id order by encounter_start_date, encounter_end_date, encounter_id)

)

-- A stay that begins on the day of discharge, or in another hospital on the day after, goes on with the same
-- episode; only what begins later is a return.
select
    encounter_id,
    next_encounter_id,
    cast({{ days_between('encounter_end_date', 'next_encounter_start_date') }} as integer)
        as days_to_next_stay,
    coalesce(
        next_encounter_start_date <= encounter_end_date
        or (
            next_encounter_start_date <= {{ dbt.dateadd('day', 1, 'encounter_end_date') }}
            and next_facility_npi <> facility_npi
        ),
        false
    ) as is_continued
from followed
