with

entry as (

    select * from {{ ref('judge__cohort_entry') }}

),

cohort_condition as (

    select * from {{ ref('judge__cohort_condition') }}

),

condition as (

    select * from {{ ref('truth__condition') }}

),

observed as (

    select * from {{ ref('judge__observed_person') }}

),

-- Truly ill on any day between the first on which the evidence sees a person and the last.
ill as (

    select
        cohort_condition.cohort,
        observed.evidence,
        observed.person_id,
        observed.first_date,
        min(condition.onset_date) as onset_date,
        min(case when condition.known_date <= observed.last_date then condition.known_date end) as known_date
    from cohort_condition
    inner join condition
        on cohort_condition.condition = condition.condition
    inner join observed
        on condition.person_id = observed.person_id
        and condition.onset_date <= observed.last_date
        and coalesce(condition.resolved_date, observed.first_date) >= observed.first_date
    group by
        cohort_condition.cohort,
        observed.evidence,
        observed.person_id,
        observed.first_date

),

found as (

    select
        entry.cohort,
        entry.evidence,
        entry.person_id,
        entry.met_entry_date,
        entry.member_since_date
    from entry
    inner join observed
        on entry.evidence = observed.evidence
        and entry.person_id = observed.person_id

)

select
    coalesce(ill.cohort, found.cohort) as cohort,
    coalesce(ill.evidence, found.evidence) as evidence,
    coalesce(ill.person_id, found.person_id) as person_id,
    ill.onset_date,
    ill.known_date,
    found.met_entry_date,
    found.member_since_date,
    -- Of an illness that began before anybody looked, the entry tells when they looked.
    cast(
        case when ill.onset_date > ill.first_date
                then {{ days_between('ill.onset_date', 'found.member_since_date') }}
        end as integer
    ) as days_to_entry
from ill
full outer join found
    on ill.cohort = found.cohort
    and ill.evidence = found.evidence
    and ill.person_id = found.person_id
