with

range as (

    select * from {{ ref('data_quality_range') }}

),

stay as (

    select
        person_id,
        encounter_start_date,
        encounter_end_date,
        discharge_disposition_code,
        lead(encounter_start_date) over (partition by person_id order by encounter_start_date, encounter_id)
            as next_start_date
    from {{ ref('core__encounter') }}
    where encounter_type = 'acute inpatient' and encounter_source_type = 'claim'

),

-- The line of business that a person was in on a day is that of the month.
insured as (

    select distinct
        person_id,
        year_month,
        payer_type
    from {{ ref('financial_pmpm__pmpm_prep') }}
    where person_id in (select stay.person_id from stay)

),

outcome as (

    select
        insured.payer_type,
        case when stay.discharge_disposition_code = '20' then 1.0 else 0.0 end as is_death,
        case
            when stay.discharge_disposition_code = '20' then null
            when {{ days_between('stay.encounter_end_date', 'stay.next_start_date') }} between 0 and 30
                then 1.0
            else 0.0
        end as is_readmission
    from stay
    inner join insured
        on stay.person_id = insured.person_id
        and {{ year_month('stay.encounter_start_date') }} = insured.year_month

),

stay_outcome as (

    {% for figure, column in {'died_share': 'is_death', 'readmitted_share': 'is_readmission'}.items() -%}
    select
        '{{ figure }}' as figure,
        'acute inpatient' as subject,
        payer_type,
        avg({{ column }}) as measured_value
    from outcome
    group by payer_type
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

insured_person as (

    select distinct
        person_id,
        payer_type
    from {{ ref('financial_pmpm__pmpm_prep') }}

),

person_count as (

    select
        payer_type,
        cast(count(*) as double) as persons
    from insured_person
    group by payer_type

),

coded as (

    select distinct
        person_id,
        normalized_code
    from {{ ref('core__condition') }}
    where normalized_code_type = 'icd-10-cm' and claim_id is not null

),

-- Codes are few: which of them a row of the seed means is found once a code, not once a diagnosis.
meant as (

    select
        range.subject,
        range.payer_type,
        code.normalized_code
    from (select distinct normalized_code from coded) as code
    inner join range
        on range.figure = 'prevalence' and {{ code_in('code.normalized_code', 'range.icd_10_cm') }}

),

prevalence as (

    select
        'prevalence' as figure,
        meant.subject,
        meant.payer_type,
        count(distinct coded.person_id) / max(person_count.persons) as measured_value
    from meant
    inner join coded on meant.normalized_code = coded.normalized_code
    inner join insured_person
        on coded.person_id = insured_person.person_id
        and meant.payer_type = insured_person.payer_type
    inner join person_count on meant.payer_type = person_count.payer_type
    group by
        meant.subject,
        meant.payer_type

)

select
    figure,
    subject,
    payer_type,
    cast(measured_value as double) as measured_value
from stay_outcome

union all

select
    figure,
    subject,
    payer_type,
    cast(measured_value as double) as measured_value
from prevalence
