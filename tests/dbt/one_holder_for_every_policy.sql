-- A policy holder is covered by the policy that others hang on, but for those whom Medicare or Medicaid took
-- over, and those who died.
with

coverage as (

    select * from {{ ref('core__coverage') }}

),

dependent as (

    select * from coverage
    where subscriber_relation <> 'self'

),

holder as (

    select * from coverage
    where
        subscriber_relation = 'self'
        or payer_type in ('medicare', 'medicaid')

),

known as (

    select distinct
        member_id,
        person_id,
        death_date
    from coverage

)

select
    dependent.eligibility_id,
    known.person_id as holder_person_id
from dependent
inner join known on dependent.subscriber_id = known.member_id
left join holder
    on
    known.person_id = holder.person_id
    and dependent.enrollment_end_date >= holder.enrollment_start_date
    and dependent.enrollment_start_date <= holder.enrollment_end_date
    and (dependent.plan = holder.plan or holder.payer_type in ('medicare', 'medicaid'))
where
    holder.person_id is null
    and (known.death_date is null or known.death_date > dependent.enrollment_end_date)
