{%- set columns = [
    'unit_id', 'encounter_type', 'person_id', 'data_source', 'split_key', 'sought_encounter_type'
] -%}

with

placed as (

    select * from {{ ref('preprocessing__encounter_unit_placed') }}

),

keyed as (

    select
        *,
        case when facility_npi is not null then position end as facility_position,
        coalesce(case when is_split_by_facility then facility_npi else sought_encounter_type end, '')
            as split_key
    from placed

),

compared as (

    select
        *,
        max(end_date) over (
            partition by person_id, data_source, encounter_type, split_key
            order by position
            rows between unbounded preceding and 1 preceding
        ) as end_date_before,
        lag(discharge_disposition_code) over (
            partition by person_id, data_source, encounter_type, split_key order by position
        ) as discharge_disposition_code_before
    from keyed
    where not is_alone

),

-- Bills join when they overlap by the type's gap (-1: by a night), end on the same day, or go on the day
-- after a bill whose patient was still there (discharge code 30); patients at home are visited day by day.
numbered as (

    select
        *,
        sum(case
            when {{ days_between('end_date_before', 'start_date') }} <= merge_gap_days then 0
            when end_date = end_date_before then 0
            when
                discharge_disposition_code_before = '30'
                and is_split_by_facility
                and {{ days_between('end_date_before', 'start_date') }} <= 1
                then 0
            else 1
        end) over (
            partition by person_id, data_source, encounter_type, split_key
            order by position
            rows unbounded preceding
        ) as episode_number
    from compared

),

spanned as (

    select
        *,
        min(start_date) over episode as episode_start_date,
        max(end_date) over episode as episode_end_date,
        max(has_institutional_claim) over episode as episode_has_institutional_claim,
        min_by(facility_npi, facility_position) over episode as episode_facility_npi
    from numbered
    window episode as (partition by person_id, data_source, encounter_type, split_key, episode_number)

),

counted as (

    select
        *,
        episode_number - min(episode_number) over (
            partition by person_id, data_source, encounter_type, split_key, episode_start_date
        ) as number_of_start
    from spanned

),

-- A unit far from any other is an episode of its own.
episode as (

    select
        {{ columns | join(',\n        ') }},
        episode_start_date,
        episode_end_date,
        episode_facility_npi,
        episode_has_institutional_claim,
        number_of_start
    from counted

    union all

    select
        {{ columns | join(',\n        ') }},
        start_date as episode_start_date,
        end_date as episode_end_date,
        facility_npi as episode_facility_npi,
        has_institutional_claim as episode_has_institutional_claim,
        0 as number_of_start
    from keyed
    where is_alone

)

select
    unit_id,
    encounter_type,
    person_id,
    data_source,
    split_key,
    -- Made from content: stays the same whatever else arrives for this person or others.
    'claims-' || left(md5(concat_ws(
        '|', data_source, person_id, encounter_type, split_key, episode_start_date, number_of_start
    )), 20) as episode_id,
    episode_start_date,
    episode_end_date,
    episode_facility_npi,
    episode_has_institutional_claim,
    sought_encounter_type
from episode
