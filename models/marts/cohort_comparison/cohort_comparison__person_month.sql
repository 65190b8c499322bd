with

plan_month as (

    select
        person_id,
        month_start,
        coalesce(payer_type, 'unknown') as payer_type,
        total_paid
    from {{ ref('financial_pmpm__pmpm_prep') }}

),

member_month as (

    select
        person_id,
        month_start,
        min(payer_type) as first_payer_type,
        max(payer_type) as last_payer_type,
        sum(total_paid) as paid_amount
    from plan_month
    group by
        person_id,
        month_start

),

-- Most people have one payer: only the names of several need to be joined.
mixed_month as (

    select
        plan_month.person_id,
        plan_month.month_start,
        {{ joined("plan_month.payer_type || ' '") }} as payer_types
    from plan_month
    inner join member_month
        on plan_month.person_id = member_month.person_id
        and plan_month.month_start = member_month.month_start
    where member_month.first_payer_type <> member_month.last_payer_type
    group by
        plan_month.person_id,
        plan_month.month_start

),

patient as (

    select * from {{ ref('core__patient') }}

),

visit as (

    -- Charts know the same visits again; the payer saw each once.
    select
        person_id,
        cast({{ dbt.date_trunc('month', 'encounter_start_date') }} as date) as month_start,
        sum(case when encounter_type = 'acute inpatient' then 1 else 0 end) as acute_inpatient_stays,
        sum(case when encounter_type = 'emergency department' then 1 else 0 end) as emergency_visits,
        sum(case when encounter_type = 'office visit' then 1 else 0 end) as office_visits
    from {{ ref('core__encounter') }}
    where encounter_source_type = 'claim'
        and encounter_type in ('acute inpatient', 'emergency department', 'office visit')
    group by
        person_id,
        month_start

),

discharge as (

    select
        person_id,
        cast({{ dbt.date_trunc('month', 'discharge_date') }} as date) as month_start,
        sum(index_admission_flag) as index_stays,
        sum(unplanned_readmit_30_flag) as readmissions
    from {{ ref('readmissions__stay') }}
    group by
        person_id,
        month_start

),

aged as (

    select
        member_month.*,
        patient.sex,
        patient.death_date,
        {{ years_between('patient.birth_date', 'member_month.month_start') }} as age
    from member_month
    left join patient on member_month.person_id = patient.person_id

)

select
    aged.person_id,
    aged.month_start,
    coalesce(aged.sex, 'unknown') as sex,
    case
        when aged.age is null then 'unknown'
        -- Whoever is born in the month is no year old either.
        when aged.age < 1 then '0'
        when aged.age < 18 then '1-17'
        when aged.age < 35 then '18-34'
        when aged.age < 45 then '35-44'
        when aged.age < 55 then '45-54'
        when aged.age < 65 then '55-64'
        when aged.age < 75 then '65-74'
        when aged.age < 85 then '75-84'
        else '85+'
    end as age_band,
    coalesce(trim(mixed_month.payer_types), aged.first_payer_type) as payer_type,
    cast(extract(year from aged.month_start) as integer) as year,
    1 as member_months,
    cast(coalesce(visit.acute_inpatient_stays, 0) as integer) as acute_inpatient_stays,
    cast(coalesce(visit.emergency_visits, 0) as integer) as emergency_visits,
    cast(coalesce(visit.office_visits, 0) as integer) as office_visits,
    cast(aged.paid_amount as decimal(18, 2)) as paid_amount,
    cast(coalesce(discharge.index_stays, 0) as integer) as index_stays,
    cast(coalesce(discharge.readmissions, 0) as integer) as readmissions,
    case when {{ dbt.date_trunc('month', 'aged.death_date') }} = aged.month_start then 1 else 0 end as deaths
from aged
left join mixed_month
    on aged.person_id = mixed_month.person_id
    and aged.month_start = mixed_month.month_start
left join visit
    on aged.person_id = visit.person_id
    and aged.month_start = visit.month_start
left join discharge
    on aged.person_id = discharge.person_id
    and aged.month_start = discharge.month_start
