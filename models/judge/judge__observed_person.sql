with

seen as (

    select
        'claims' as evidence,
        person_id,
        coverage_start_date as first_date,
        coverage_end_date as last_date
    from {{ ref('cohorts__unbroken_coverage') }}
    union all
    select
        'charts' as evidence,
        person_id,
        encounter_start_date as first_date,
        coalesce(encounter_end_date, encounter_start_date) as last_date
    from {{ ref('core__encounter') }}
    where encounter_source_type = 'clinical'

)

select
    evidence,
    person_id,
    min(first_date) as first_date,
    max(last_date) as last_date
from seen
group by
    evidence,
    person_id
union all
select
    'both' as evidence,
    person_id,
    min(first_date) as first_date,
    max(last_date) as last_date
from seen
group by person_id
