with

entry as (

    with

    any_of_1 as (

        with

        qualifying as (

            select
                person_id,
                event_date
            from "careworld"."concepts"."type_2_diabetes"

        ),

        event_1 as (

            select
                person_id,
                min(event_date) as event_date
            from qualifying
            group by person_id

        ),

        event_2 as (

            select
                qualifying.person_id,
                min(qualifying.event_date) as event_date
            from event_1
            inner join qualifying
                on event_1.person_id = qualifying.person_id
                and cast((event_1.event_date + cast(30 as bigint) * interval 1 day) as date) <= qualifying.event_date
            group by qualifying.person_id

        )

        select
            person_id,
            event_date as entry_date
        from event_2

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

        select * from any_of_1
        union all
        select * from any_of_2
        union all
        select * from any_of_3

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
        least(
            coalesce(coverage.coverage_end_date, entry.entry_date),
            coalesce(patient.death_date, coverage.coverage_end_date, entry.entry_date)
        ) as exit_date
    from entry
    left join "careworld"."cohorts"."unbroken_coverage" as coverage
        on entry.person_id = coverage.person_id
        and entry.entry_date between coverage.coverage_start_date and coverage.coverage_end_date
    left join "careworld"."core"."patient" as patient
        on entry.person_id = patient.person_id

),

-- enrolled for the year before
rule_1 as (

    select entry.person_id
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

    select entry.person_id
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

    select entry.person_id
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
    left join rule_1
        on entry.person_id = rule_1.person_id
    left join rule_2
        on entry.person_id = rule_2.person_id
    left join rule_3
        on entry.person_id = rule_3.person_id

)

select
    person_id,
    cohort_start_date,
    cohort_end_date,
    lost_to
from screened
