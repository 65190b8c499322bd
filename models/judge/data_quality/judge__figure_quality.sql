with

range as (

    select * from {{ ref('data_quality_range') }}

),

member_month as (

    select * from {{ ref('financial_pmpm__pmpm_prep') }}

),

type_of_plan as (

    select
        payer_type,
        cast(sum(member_months) as double) as member_months
    from member_month
    group by payer_type

),

pmpm as (

    {% for subject in ['total', 'medical', 'pharmacy', 'inpatient', 'outpatient', 'office_based', 'ancillary'] -%}
    select
        'paid_pmpm' as figure,
        '{{ subject }}' as subject,
        payer_type,
        sum({{ subject }}_paid) / cast(sum(member_months) as double) as measured_value
    from member_month
    group by payer_type
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

use_by_type as (

    select
        encounter_type,
        payer_type,
        cast(sum(member_months) as double) as member_months,
        cast(sum(encounters) as double) as encounters,
        sum(days) as days,
        sum(paid_amount) as paid_amount
    from {{ ref('utilization__encounter_type') }}
    group by
        encounter_type,
        payer_type

),

utilization as (

    {% for figure, expression in {
        'encounters_per_1000': '12000 * encounters / member_months',
        'days_per_1000': '12000 * days / member_months',
        'mean_length_of_stay': 'days / nullif(encounters, 0)',
        'paid_per_encounter': 'paid_amount / nullif(encounters, 0)'
    }.items() -%}
    select
        '{{ figure }}' as figure,
        encounter_type as subject,
        payer_type,
        {{ expression }} as measured_value
    from use_by_type
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- The line of business that a person was in on a day is that of the month.
insured as (

    select distinct
        person_id,
        year_month,
        payer_type
    from member_month

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

outcome as (

    select
        insured.payer_type,
        case when stay.discharge_disposition_code = '20' then 1.0 else 0.0 end as is_death,
        case
            when stay.discharge_disposition_code = '20' then null
            when {{ days_between('stay.encounter_end_date', 'stay.next_start_date') }} between 0 and 30 then 1.0
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

fill as (

    select
        'fills_per_member_month' as figure,
        'pharmacy' as subject,
        type_of_plan.payer_type,
        count(*) / max(type_of_plan.member_months) as measured_value
    from {{ ref('core__pharmacy_claim') }} as pharmacy_claim
    inner join member_month on pharmacy_claim.member_month_key = member_month.member_month_key
    inner join type_of_plan on member_month.payer_type = type_of_plan.payer_type
    group by type_of_plan.payer_type

),

insured_person as (

    select distinct
        person_id,
        payer_type
    from member_month

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

),

measured as (

    {% for part in ['pmpm', 'utilization', 'stay_outcome', 'fill', 'prevalence'] -%}
    select * from {{ part }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

-- What is not measured is no failure: there may be no plan of that kind.
select
    range.figure,
    range.subject,
    range.payer_type,
    range.severity,
    measured.measured_value,
    cast(range.low as double) as low,
    cast(range.high as double) as high,
    case when measured.measured_value not between range.low and range.high then 1 else 0 end as is_out_of_range
from range
inner join type_of_plan on range.payer_type = type_of_plan.payer_type
left join measured
    on range.figure = measured.figure
    and range.subject = measured.subject
    and range.payer_type = measured.payer_type
