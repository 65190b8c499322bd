with

entry as (

    select
        person_id,
        event_date as entry_date
    from "careworld"."concepts"."vertigo"
    where event_date is not null
    group by person_id, event_date

),

departure as (

    select
        entry.person_id,
        entry.entry_date,
        least(cast((entry.entry_date + cast(9 as bigint) * interval 1 day) as date), patient.death_date) as exit_date
    from entry
    left join "careworld"."core"."patient" as patient
        on entry.person_id = patient.person_id

),

-- no copd before
rule_1 as (

    select
        entry.person_id,
        entry.entry_date
    from entry
    where not exists (
        select 1
        from "careworld"."concepts"."copd" as event
        where event.person_id = entry.person_id
            and event.event_date < entry.entry_date
            and cast((entry.entry_date + cast(-30 as bigint) * interval 1 day) as date) <= event.event_date
    )

),

observed as (

    select max(coverage_end_date) as last_date
    from "careworld"."cohorts"."unbroken_coverage"

),

screened as (

    -- Nobody leaves before they came, or after the data ends.
    select
        entry.person_id,
        entry.entry_date as cohort_start_date,
        greatest(
            entry.entry_date,
            least(coalesce(departure.exit_date, observed.last_date), coalesce(observed.last_date, entry.entry_date))
        ) as cohort_end_date,
        case
            when rule_1.person_id is null then 'no copd before'
        end as lost_to
    from entry
    cross join observed
    left join departure
        on entry.person_id = departure.person_id
        and entry.entry_date = departure.entry_date
    left join rule_1
        on entry.person_id = rule_1.person_id
        and entry.entry_date = rule_1.entry_date

),

kept as (

    select
        person_id,
        cohort_start_date,
        cohort_end_date
    from screened
    where lost_to is null

),

spell as (

    with

    reached as (

        -- The last day of any span that began earlier: spans may overlap.
        select
            person_id,
            cohort_start_date,
            cohort_end_date,
            max(cohort_end_date) over (
                partition by person_id
                order by cohort_start_date, cohort_end_date
                rows between unbounded preceding and 1 preceding
            ) as reached_date
        from kept

    ),

    numbered as (

        -- A span that begins soon enough after the last day continues it; a later one opens a new stretch.
        select
            person_id,
            cohort_start_date,
            cohort_end_date,
            sum(case when cohort_start_date <= cast((reached_date + cast(1 as bigint) * interval 1 day) as date) then 0 else 1 end) over (
                partition by person_id
                order by cohort_start_date, cohort_end_date
                rows between unbounded preceding and current row
            ) as stretch_number
        from reached

    )

    select
        person_id,
        min(cohort_start_date) as cohort_start_date,
        max(cohort_end_date) as cohort_end_date
    from numbered
    group by
        person_id,
        stretch_number

),

spells as (

    select
        person_id,
        cohort_start_date,
        cohort_end_date,
        cast(null as TEXT) as lost_to
    from spell
    union all
    select
        person_id,
        cohort_start_date,
        cohort_end_date,
        lost_to
    from screened
    where lost_to is not null

)

select
    person_id,
    cohort_start_date,
    cohort_end_date,
    lost_to
from spells
