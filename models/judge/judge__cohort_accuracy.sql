with

cohort_condition as (

    select * from {{ ref('judge__cohort_condition') }}

),

observed as (

    select * from {{ ref('judge__observed_person') }}

),

person as (

    select
        cohort,
        evidence,
        case when onset_date is null then 0 else 1 end as is_ill,
        case when known_date is null then 0 else 1 end as is_known,
        case when met_entry_date is null then 0 else 1 end as has_met_entry,
        case when member_since_date is null then 0 else 1 end as is_member,
        days_to_entry
    from {{ ref('judge__cohort_person') }}

),

asked as (

    select
        cohort,
        {{ joined("condition || ' '") }} as conditions
    from cohort_condition
    group by cohort

),

evidence as (

    select
        evidence,
        count(*) as people_count
    from observed
    group by evidence

),

counted as (

    select
        cohort,
        evidence,
        sum(is_ill) as ill_count,
        sum(is_known) as known_count,
        sum(is_member) as member_count,
        sum(is_ill * is_member) as found_count,
        sum(is_known * is_member) as known_found_count,
        sum(is_ill * has_met_entry) as ill_met_entry_count,
        count(days_to_entry) as timed_count,
        median(days_to_entry) as median_days_to_entry,
        avg(days_to_entry) as mean_days_to_entry
    from person
    group by
        cohort,
        evidence

),

tallied as (

    -- Every cohort is judged by every evidence, also where nobody has it and nobody is found.
    select
        asked.cohort,
        evidence.evidence,
        trim(asked.conditions) as conditions,
        evidence.people_count,
        coalesce(counted.ill_count, 0) as ill_count,
        coalesce(counted.known_count, 0) as known_count,
        coalesce(counted.member_count, 0) as member_count,
        coalesce(counted.found_count, 0) as found_count,
        coalesce(counted.known_found_count, 0) as known_found_count,
        coalesce(counted.ill_met_entry_count, 0) as ill_met_entry_count,
        coalesce(counted.timed_count, 0) as timed_count,
        counted.median_days_to_entry,
        counted.mean_days_to_entry
    from asked
    cross join evidence
    left join counted
        on asked.cohort = counted.cohort
        and evidence.evidence = counted.evidence

)

select
    cohort,
    evidence,
    conditions,
    people_count,
    cast(ill_count as bigint) as ill_count,
    cast(known_count as bigint) as known_count,
    cast(member_count as bigint) as member_count,
    cast(found_count as bigint) as found_count,
    cast(ill_count - found_count as bigint) as missed_count,
    cast(member_count - found_count as bigint) as false_alarm_count,
    cast(people_count - ill_count - member_count + found_count as bigint) as rightly_out_count,
    found_count / cast(nullif(ill_count, 0) as double) as sensitivity,
    known_found_count / cast(nullif(known_count, 0) as double) as sensitivity_of_known,
    ill_met_entry_count / cast(nullif(ill_count, 0) as double) as sensitivity_of_entry,
    (people_count - ill_count - member_count + found_count)
    / cast(nullif(people_count - ill_count, 0) as double) as specificity,
    found_count / cast(nullif(member_count, 0) as double) as positive_predictive_value,
    (people_count - ill_count - member_count + found_count)
    / cast(nullif(people_count - member_count, 0) as double) as negative_predictive_value,
    timed_count,
    cast(median_days_to_entry as double) as median_days_to_entry,
    cast(mean_days_to_entry as double) as mean_days_to_entry
from tallied
