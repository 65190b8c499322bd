with

unit_line as (

    select * from {{ ref('preprocessing__encounter_unit') }}

),

encounter_type as (

    select * from {{ ref('encounter_type_rule') }}

),

unit as (

    select
        unit_line.unit_id,
        unit_line.encounter_type,
        unit_line.person_id,
        unit_line.data_source,
        encounter_type.is_split_by_facility,
        encounter_type.merge_gap_days,
        min(unit_line.start_date) as start_date,
        max(unit_line.end_date) as end_date,
        min(unit_line.facility_npi) as facility_npi,
        max(unit_line.discharge_disposition_code) as discharge_disposition_code,
        min(unit_line.sought_encounter_type) as sought_encounter_type,
        max(case when unit_line.claim_type = 'institutional' then 1 else 0 end) as has_institutional_claim
    from unit_line
    inner join encounter_type on unit_line.encounter_type = encounter_type.encounter_type
    group by all

),

in_order as (

    select
        *,
        row_number() over (
            partition by person_id, data_source, encounter_type order by start_date, end_date, unit_id
        ) as position,
        max(end_date) over (
            partition by person_id, data_source, encounter_type
            order by start_date, end_date, unit_id
            rows between unbounded preceding and 1 preceding
        ) as end_date_before
    from unit

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
