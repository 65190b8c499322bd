with

entry as (

    with

    any_of_1 as (

        with

        event_1 as (

            select distinct
                person_id,
                event_date,
                event_date as began_date
            from "careworld"."concepts"."type_2_diabetes"
            where event_date is not null

        ),

        event_2 as (

            -- The latest day on which a row of events can have begun that this day continues.
            select
                person_id,
                event_date,
                max(began_date) over (
                    partition by person_id
                    order by event_date
                    range between unbounded preceding and interval 30 day preceding
                ) as began_date
            from event_1

        )

        select
            person_id,
            min(event_date) as entry_date
        from event_2
        where began_date is not null
        group by person_id

    ),

    any_of_2 as (

        select
            person_id,
            min(event_date) as entry_date
        from "careworld"."concepts"."type_2_diabetes"
        where event_date is not null
            and setting in ('inpatient', 'skilled_nursing')
        group by person_id

    ),

    any_of_3 as (

        select
            person_id,
            min(event_date) as entry_date
        from "careworld"."concepts"."metformin"
        where event_date is not null
        group by person_id

    ),

    any_of as (

        select
            person_id,
            entry_date
        from any_of_1
        union all
        select
            person_id,
            entry_date
        from any_of_2
        union all
        select
            person_id,
            entry_date
        from any_of_3

    )

    select
        person_id,
        min(entry_date) as entry_date
    from any_of
    group by person_id

),

departure as (

    select
        entry.person_id,
        entry.entry_date,
        least(coalesce(span.coverage_end_date, entry.entry_date), patient.death_date) as exit_date
    from entry
    left join "careworld"."cohorts"."unbroken_coverage" as span
        on entry.person_id = span.person_id
        and entry.entry_date between span.coverage_start_date and span.coverage_end_date
    left join "careworld"."core"."patient" as patient
        on entry.person_id = patient.person_id

),

-- enrolled for the year before
rule_1 as (

    select
        entry.person_id,
        entry.entry_date
    from entry
    where exists (
        select 1
        from "careworld"."cohorts"."unbroken_coverage" as coverage
        where coverage.person_id = entry.person_id
            and coverage.coverage_start_date <= cast((entry.entry_date + cast(-365 as bigint) * interval 1 day) as date)
            and entry.entry_date <= coverage.coverage_end_date
    )

),

-- adult at entry
rule_2 as (

    select
        entry.person_id,
        entry.entry_date
    from entry
    where exists (
        select 1
        from "careworld"."core"."patient" as patient
        where patient.person_id = entry.person_id
            and cast((patient.birth_date + cast(18 as bigint) * interval 1 year) as date) <= entry.entry_date
    )

),

-- no type 1 diabetes before
rule_3 as (

    select
        entry.person_id,
        entry.entry_date
    from entry
    where not exists (
        select 1
        from "careworld"."concepts"."type_1_diabetes" as event
        where event.person_id = entry.person_id
            and event.event_date < entry.entry_date
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
            when rule_1.person_id is null then 'enrolled for the year before'
            when rule_2.person_id is null then 'adult at entry'
            when rule_3.person_id is null then 'no type 1 diabetes before'
        end as lost_to
    from entry
    cross join observed
    left join departure
        on entry.person_id = departure.person_id
        and entry.entry_date = departure.entry_date
    left join rule_1
        on entry.person_id = rule_1.person_id
        and entry.entry_date = rule_1.entry_date
    left join rule_2
        on entry.person_id = rule_2.person_id
        and entry.entry_date = rule_2.entry_date
    left join rule_3
        on entry.person_id = rule_3.person_id
        and entry.entry_date = rule_3.entry_date

)

select
    person_id,
    cohort_start_date,
    cohort_end_date,
    lost_to
from screened
