with

person as (

    select distinct
        cohort,
        person_id
    from {{ ref('cohorts__member') }}

),

everyone as (

    select count(*) as people_count
    from {{ ref('core__patient') }}

),

size as (

    select
        cohort,
        count(*) as member_count
    from person
    group by cohort

),

shared as (

    select
        person.cohort,
        other.cohort as other_cohort,
        count(*) as shared_count
    from person
    inner join person as other
        on person.person_id = other.person_id
        and person.cohort <> other.cohort
    group by
        person.cohort,
        other.cohort

),

paired as (

    -- Cohorts that share nobody are a pair too.
    select
        size.cohort,
        other_size.cohort as other_cohort,
        size.member_count,
        other_size.member_count as other_member_count,
        coalesce(shared.shared_count, 0) as shared_count
    from size
    inner join size as other_size
        on size.cohort <> other_size.cohort
    left join shared
        on size.cohort = shared.cohort
        and other_size.cohort = shared.other_cohort

)

select
    paired.cohort,
    paired.other_cohort,
    paired.member_count,
    paired.other_member_count,
    paired.shared_count,
    paired.shared_count / cast(paired.member_count as double) as shared_share,
    paired.shared_count / cast(paired.other_member_count as double) as other_shared_share,
    paired.shared_count * cast(everyone.people_count as double)
    / (paired.member_count * cast(paired.other_member_count as double)) as lift
from paired
cross join everyone
