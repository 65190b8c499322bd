with

entry as (

    select
        person_id,
        min(event_date) as entry_date
    from "careworld"."concepts"."asthma"
    where event_date is not null
    group by person_id

),

departure as (

    with

    exit_1 as (

        select
            person_id,
            cast(entry_date as date) as entry_date,
            cast(min(exit_date) as date) as exit_date
        from (

            select entry.person_id, entry.entry_date, cast('2022-12-31' as date) as exit_date from entry

        ) as plain
        where entry_date is not null
        group by person_id, entry_date

    ),

    exit_2 as (

        select
            entry.person_id,
            entry.entry_date,
            least(cast((entry.entry_date + cast(90 as bigint) * interval 1 day) as date), patient.death_date) as exit_date
        from entry
        left join "careworld"."core"."patient" as patient
            on entry.person_id = patient.person_id

    ),

    exits as (

        select * from exit_1
        union all
        select * from exit_2

    )

    select
        person_id,
        entry_date,
        min(exit_date) as exit_date
    from exits
    group by
        person_id,
        entry_date

),

-- on a Tuesday
rule_1 as (

    select distinct
        person_id,
        cast(entry_date as date) as entry_date
    from (

        select entry.person_id, entry.entry_date from entry where dayname(entry.entry_date) = 'Tuesday'

    ) as plain
    where entry_date is not null

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
            when rule_1.person_id is null then 'on a Tuesday'
        end as lost_to
    from entry
    cross join observed
    left join departure
        on entry.person_id = departure.person_id
        and entry.entry_date = departure.entry_date
    left join rule_1
        on entry.person_id = rule_1.person_id
        and entry.entry_date = rule_1.entry_date

)

select
    person_id,
    cohort_start_date,
    cohort_end_date,
    lost_to
from screened
