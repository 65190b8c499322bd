{{ config(materialized="view") }}

{%- set follow_up_days = 30 -%}
{%- set pregnancy_days = 280 -%}
{%- set first_trimester_days = 91 -%}

with

person as (

    select * from {{ ref('judge__person') }}

),

encounter as (

    select * from {{ ref('core__encounter') }}
    where person_id in (select person.person_id from person)

),

true_encounter as (

    select * from {{ ref('truth__encounter') }}
    where person_id in (select person.person_id from person)

),

market_month as (

    select * from {{ ref('judge__market_month') }}

),

record as (

    select * from {{ ref('judge__coded_record') }}

),

stay as (

    select
        encounter.encounter_id,
        encounter.person_id,
        encounter.encounter_start_date,
        encounter.encounter_end_date,
        encounter.discharge_disposition_code,
        encounter.ed_flag,
        person.day_of_measurement,
        lead(encounter.encounter_start_date) over (
            partition by encounter.person_id order by encounter.encounter_start_date, encounter.encounter_id
        ) as next_start_date
    from encounter
    inner join person on encounter.person_id = person.person_id
    where
        encounter.encounter_source_type = 'claim'
        and encounter.encounter_type = 'acute inpatient'

),

covered as (

    select
        person_id,
        month_start
    from market_month
    where market_group = 'any'

),

-- Who dies, leaves for another hospital or is seen for less than 30 days more cannot be an index discharge.
readmission as (

    select
        encounter_id as event_id,
        'index discharge' as mark
    from stay
    where
        discharge_disposition_code not in ('02', '07', '20', '30')
        and encounter_end_date <= day_of_measurement - {{ follow_up_days }}
    union all
    select
        encounter_id,
        'readmitted in 30 days' as mark
    from stay
    where next_start_date <= encounter_end_date + {{ follow_up_days }}
    union all
    select
        encounter_id,
        'through emergency' as mark
    from stay
    where ed_flag = 1

),

-- Pregnancies whose nine months lie in covered time, and those seen before their fourteenth week.
pregnancy as (

    select
        stay.encounter_id as event_id,
        'whole pregnancy covered' as mark
    from stay
    inner join covered
        on
        stay.person_id = covered.person_id
        and date_trunc('month', stay.encounter_start_date - {{ pregnancy_days }}) <= covered.month_start
        and stay.encounter_start_date >= covered.month_start
    group by stay.encounter_id
    having count(*) >= 10
    union all
    select distinct
        stay.encounter_id,
        'prenatal care in the first trimester' as mark
    from stay
    inner join record
        on
        stay.person_id = record.person_id
        and record.code_group = 'prenatal_care'
        and stay.encounter_start_date - {{ pregnancy_days }} <= record.record_date
        and stay.encounter_start_date - {{ pregnancy_days }} + {{ first_trimester_days }} > record.record_date

),

uninsured as (

    select
        true_encounter.encounter_id as event_id,
        'without coverage' as mark
    from true_encounter
    left join covered
        on
        true_encounter.person_id = covered.person_id
        and date_trunc('month', true_encounter.start_date) = covered.month_start
    where true_encounter.encounter_type = 'acute inpatient' and covered.person_id is null

)

select
    event_id,
    mark
from readmission
union all
select
    event_id,
    mark
from pregnancy
union all
select
    event_id,
    mark
from uninsured
