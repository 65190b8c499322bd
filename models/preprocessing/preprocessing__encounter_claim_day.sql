with

claim_day as (

    select * from {{ ref('preprocessing__claim_day') }}

),

unit as (

    select * from {{ ref('preprocessing__encounter_unit') }}

),

unit_episode as (

    select * from {{ ref('preprocessing__encounter_episode') }}

),

encounter_type as (

    select * from {{ ref('encounter_type_rule') }}

),

episode as (

    select distinct
        unit_episode.episode_id,
        unit_episode.encounter_type,
        unit_episode.person_id,
        unit_episode.data_source,
        unit_episode.episode_start_date,
        unit_episode.episode_end_date,
        unit_episode.episode_facility_npi,
        unit_episode.episode_has_institutional_claim,
        unit_episode.sought_encounter_type,
        encounter_type.priority,
        encounter_type.hosts,
        encounter_type.nests
    from unit_episode
    inner join encounter_type on unit_episode.encounter_type = encounter_type.encounter_type

),

-- What happens inside a stay or a facility's visit belongs to it. Three ways in, by the guest's type:
--   date       laboratory, ambulance and orphaned lines, on any day of the host;
--   facility   without a facility bill of its own the same; also into a visit of lower rank that a facility
--              billed for that day, for the clinician's bill names the work and the facility's the visit;
--   facility   with a bill of its own only into what the same facility billed, and before its last day; an
--              emergency visit may then begin the evening before.
-- On the day between two stays the facility that a bill names decides, before the kind of stay that it names.
hosted as (

    select
        guest.episode_id,
        host.episode_id as host_episode_id
    from episode as guest
    inner join episode as host
        on
        guest.person_id = host.person_id
        and guest.data_source = host.data_source
        and guest.episode_id <> host.episode_id
        -- Whatever the way in, the two are a night apart at most: said first, few pairs are left to judge.
        and guest.episode_start_date <= greatest(host.episode_start_date, host.episode_end_date)
        and greatest(guest.episode_start_date, guest.episode_end_date)
        >= {{ dbt.dateadd('day', -1, 'host.episode_start_date') }}
    where
        (
            host.hosts
            and guest.priority > host.priority
            and guest.episode_start_date between host.episode_start_date and host.episode_end_date
            and (
                guest.nests = 'date'
                or (guest.nests = 'facility' and guest.episode_has_institutional_claim = 0)
            )
        )
        or (
            guest.nests = 'facility'
            and guest.episode_has_institutional_claim = 0
            and host.nests = 'facility'
            and host.episode_has_institutional_claim = 1
            and guest.episode_start_date between host.episode_start_date and host.episode_end_date
        )
        or (
            host.hosts
            and guest.priority > host.priority
            and guest.nests = 'facility'
            and guest.episode_facility_npi = host.episode_facility_npi
            and host.episode_has_institutional_claim = 1
            and guest.episode_start_date < greatest(
                host.episode_end_date, {{ dbt.dateadd('day', 1, 'host.episode_start_date') }}
            )
            and guest.episode_end_date >= case
                when guest.encounter_type = 'emergency department'
                    then {{ dbt.dateadd('day', -1, 'host.episode_start_date') }}
                else host.episode_start_date
            end
        )
    qualify
        row_number()
            over (
                partition by guest.episode_id
                order by
                    case when guest.episode_facility_npi = host.episode_facility_npi then 0 else 1 end,
                    case when guest.sought_encounter_type = host.encounter_type then 0 else 1 end,
                    host.priority,
                    host.episode_start_date,
                    host.episode_id
            )
        = 1

),

-- A host may itself be a guest (an emergency visit that became a stay): two steps reach the outermost.
outermost as (

    select
        episode.episode_id,
        coalesce(outer_host.host_episode_id, inner_host.host_episode_id, episode.episode_id) as encounter_id
    from episode
    left join hosted as inner_host on episode.episode_id = inner_host.episode_id
    left join hosted as outer_host on inner_host.host_episode_id = outer_host.episode_id

)

select
    claim_day.claim_id,
    claim_day.claim_line_start_date,
    outermost.encounter_id,
    encounter.encounter_type,
    encounter.episode_start_date as encounter_start_date,
    encounter.episode_end_date as encounter_end_date,
    unit_episode.encounter_type as own_encounter_type,
    outermost.encounter_id <> unit_episode.episode_id as is_nested
from claim_day
inner join unit
    on
    claim_day.claim_id = unit.claim_id
    and claim_day.claim_line_start_date = coalesce(unit.unit_date, claim_day.claim_line_start_date)
inner join unit_episode on unit.unit_id = unit_episode.unit_id
inner join outermost on unit_episode.episode_id = outermost.episode_id
inner join episode as encounter on outermost.encounter_id = encounter.episode_id
