{{ config(materialized="view") }}

with

record as (

    select * from {{ ref('judge__coded_record') }}

),

family as (

    select * from {{ ref('record_family') }}

),

asked_trait as (

    select * from {{ ref('judge__asked_trait') }}

),

person as (

    select * from {{ ref('judge__person') }}

),

-- Only what some rule speaks of.
asked as (

    select
        family.*,
        asked_trait.trait,
        split_part(asked_trait.trait, '.', 2) as code_group
    from family
    inner join asked_trait on family.family = split_part(asked_trait.trait, '.', 1)

),

seen as (

    select
        record.person_id,
        record.record_date,
        record.code,
        record.is_inpatient,
        record.amount,
        asked.trait,
        asked.statistic,
        asked.required_days,
        asked.takes_one_inpatient
    from record
    inner join person on record.person_id = person.person_id
    inner join asked
        on
        record.code_type = asked.code_type
        and record.code_group = asked.code_group
        and asked.data_source in (record.data_source, 'any')
        -- Supplies reach forward from the day of the fill.
        and person.day_of_measurement - asked.look_back_days
        < record.record_date + case when asked.adds_supply then cast(record.amount as integer) else 0 end
        and record.record_date <= person.day_of_measurement

),

-- Different codes and days are counted only where they matter.
summed as (

    select
        person_id,
        trait,
        statistic,
        required_days,
        takes_one_inpatient,
        count(*) as record_count,
        count(distinct case when statistic = 'codes' then code end) as code_count,
        sum(amount) as amount,
        count(distinct case when required_days > 1 then record_date end) as day_count,
        max(cast(is_inpatient as integer)) as inpatient_count,
        max_by(amount, record_date) filter (where amount is not null) as last_amount
    from seen
    group by all

)

select
    person_id,
    trait,
    cast(case statistic
        when 'flag' then 1
        when 'records' then record_count
        when 'codes' then code_count
        when 'amount' then amount
        when 'last' then last_amount
    end as double) as trait_value
from summed
where
    required_days = 1
    or day_count >= required_days
    or takes_one_inpatient and inpatient_count = 1
