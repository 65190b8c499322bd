with

unit as (

    select * from {{ ref('preprocessing__encounter_unit') }}

),

encounter_type as (

    select * from {{ ref('encounter_type_rule') }}

),

in_order as (

    select
        unit.*,
        encounter_type.is_split_by_facility,
        encounter_type.merge_gap_days,
        row_number() over place as position,
        max(unit.end_date) over (place rows between unbounded preceding and 1 preceding) as end_date_before
    from unit
    inner join encounter_type on unit.encounter_type = encounter_type.encounter_type
    window
        place as (
            partition by unit.person_id, unit.data_source, unit.encounter_type
            order by unit.start_date, unit.end_date, unit.unit_id
        )

),

-- A bill without a facility must not split a stay: among bills that touch, it takes the facility of the
-- nearest one before it, else of the first one after it.
touching as (

    select
        *,
        sum(case
            when {{ days_between('end_date_before', 'start_date') }} <= 1 then 0
            else 1
        end) over (
            partition by person_id, data_source, encounter_type order by position rows unbounded preceding
        ) as touching_number,
        case when facility_npi is not null then position end as facility_position
    from in_order

)

select
    unit_id,
    encounter_type,
    person_id,
    data_source,
    is_split_by_facility,
    merge_gap_days,
    start_date,
    end_date,
    discharge_disposition_code,
    sought_encounter_type,
    has_institutional_claim,
    position,
    coalesce(
        facility_npi,
        max_by(facility_npi, facility_position) over (
            partition by person_id, data_source, encounter_type, touching_number
            order by position
            rows between unbounded preceding and 1 preceding
        ),
        min_by(facility_npi, facility_position) over (
            partition by person_id, data_source, encounter_type, touching_number
        )
    ) as facility_npi
from touching
