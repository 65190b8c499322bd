{%- set columns = [
    'unit_id', 'encounter_type', 'person_id', 'data_source', 'is_split_by_facility', 'merge_gap_days',
    'start_date', 'end_date', 'discharge_disposition_code', 'sought_encounter_type', 'has_institutional_claim',
    'position', 'is_alone'
] -%}

with

unit as (

    select * from {{ ref('preprocessing__encounter_unit') }}

),

encounter_type as (

    select * from {{ ref('encounter_type_rule') }}

),

neighbor as (

    select
        unit.*,
        encounter_type.is_split_by_facility,
        encounter_type.merge_gap_days,
        greatest(encounter_type.merge_gap_days, 1) as near_days,
        row_number() over place as position,
        max(unit.end_date) over (place rows between unbounded preceding and 1 preceding) as end_date_before,
        lead(unit.start_date) over place as start_date_after
    from unit
    inner join encounter_type on unit.encounter_type = encounter_type.encounter_type
    window
        place as (
            partition by unit.person_id, unit.data_source, unit.encounter_type
            order by unit.start_date, unit.end_date, unit.unit_id
        )

),

-- Two units of three are far from any other of their person and type: no rule need place or merge them.
in_order as (

    select
        *,
        coalesce({{ days_between('end_date_before', 'start_date') }} > near_days, true)
        and coalesce(
            {{ days_between('greatest(start_date, end_date)', 'start_date_after') }} > near_days, true
        ) as is_alone
    from neighbor

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
    where not is_alone

)

select
    {% for column in columns -%}
    {{ column }},
    {% endfor -%}
    facility_npi
from in_order
where is_alone

union all

select
    {% for column in columns -%}
    {{ column }},
    {% endfor -%}
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
