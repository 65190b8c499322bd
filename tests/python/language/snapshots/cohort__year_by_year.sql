with

entry as (

    with

    all_of_1 as (

        select
            person_id,
            min(event_date) as entry_date
        from "careworld"."concepts"."asthma"
        where event_date is not null
        group by person_id

    ),

    all_of_2 as (

        select
            person_id,
            min(cohort_start_date) as entry_date
        from "careworld"."cohorts"."current_smoker"
        group by person_id

    ),

    all_of as (

        select
            person_id,
            entry_date
        from all_of_1
        union all
        select
            person_id,
            entry_date
        from all_of_2

    )

    select
        person_id,
        max(entry_date) as entry_date
    from all_of
    group by person_id
    having count(*) = 2

),

departure as (

    select
        entry.person_id,
        entry.entry_date,
        cast(null as date) as exit_date
    from entry

),

-- woman
rule_1 as (

    select
        entry.person_id,
        entry.entry_date
    from entry
    where exists (
        select 1
        from "careworld"."core"."patient" as patient
        where patient.person_id = entry.person_id
            and patient.sex = 'female'
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
            when rule_1.person_id is null then 'woman'
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
from screened;
-- The same entry, year by year, from the events of the reference period alone.
with

year as (

    select
        year,
        cast((first_date + cast(-1 as bigint) * interval 1 year) as date) as first_date,
        last_date
    from "careworld"."cohorts"."year"

),

-- A person counts anew in every year: the key is year and person.
concept_asthma as (

    select
        concat(cast(year.year as TEXT), ' ', recorded.person_id) as person_id,
        recorded.event_date,
        recorded.setting
    from "careworld"."concepts"."asthma" as recorded
    inner join year
        on recorded.event_date between year.first_date and year.last_date

),

-- A person counts anew in every year: the key is year and person.
cohort_current_smoker as (

    select
        concat(cast(year.year as TEXT), ' ', recorded.person_id) as person_id,
        greatest(recorded.cohort_start_date, year.first_date) as cohort_start_date
    from "careworld"."cohorts"."current_smoker" as recorded
    inner join year
        on recorded.cohort_start_date <= year.last_date
        and year.first_date <= recorded.cohort_end_date

),

entry as (

    with

    all_of_1 as (

        select
            person_id,
            min(event_date) as entry_date
        from concept_asthma
        where event_date is not null
        group by person_id

    ),

    all_of_2 as (

        select
            person_id,
            min(cohort_start_date) as entry_date
        from cohort_current_smoker
        group by person_id

    ),

    all_of as (

        select
            person_id,
            entry_date
        from all_of_1
        union all
        select
            person_id,
            entry_date
        from all_of_2

    )

    select
        person_id,
        max(entry_date) as entry_date
    from all_of
    group by person_id
    having count(*) = 2

)

select
    substr(person_id, 6) as person_id,
    cast(left(person_id, 4) as integer) as year,
    min(entry_date) as qualifying_date
from entry
group by person_id;
