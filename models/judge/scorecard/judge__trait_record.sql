with

record as (

    select * from {{ ref('judge__coded_record') }}

),

family as (

    select * from {{ ref('record_family') }}

),

person as (

    select * from {{ ref('judge__person') }}

),

seen as (

    select
        record.person_id,
        record.code_group,
        record.record_date,
        record.code,
        record.is_inpatient,
        record.amount,
        family.family,
        family.statistic,
        family.required_days,
        family.takes_one_inpatient
    from record
    inner join person on record.person_id = person.person_id
    inner join family
        on
        record.code_type = family.code_type
        and (record.data_source = family.data_source or family.data_source = 'any')
        -- Supplies reach forward from the day of the fill.
        and person.day_of_measurement - family.look_back_days
        < record.record_date + case when family.adds_supply then cast(record.amount as integer) else 0 end
        and record.record_date <= person.day_of_measurement

),

summed as (

    select
        person_id,
        family || '.' || code_group as trait,
        statistic,
        required_days,
        takes_one_inpatient,
        count(*) as record_count,
        count(distinct code) as code_count,
        sum(amount) as amount,
        count(distinct record_date) as day_count,
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
where day_count >= required_days or takes_one_inpatient and inpatient_count = 1
