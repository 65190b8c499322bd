with

lab_result as (

    select * from {{ ref('core__lab_result') }}

),

patient as (

    select * from {{ ref('core__patient') }}

),

result as (

    -- Creatinine in serum or plasma (2160-0) and in blood (38483-4); 88.4 umol/L are 1 mg/dL.
    select
        person_id,
        cast(coalesce(collection_datetime, result_datetime) as date) as event_date,
        try_cast(result as double)
        / case lower(coalesce(normalized_units, source_units)) when 'mg/dl' then 1 else 88.4 end as creatinine
    from lab_result
    where normalized_component_type = 'loinc'
        and normalized_component_code in ('2160-0', '38483-4')
        and lower(coalesce(normalized_units, source_units)) in ('mg/dl', 'umol/l')

),

day as (

    select
        person_id,
        event_date,
        avg(creatinine) as creatinine
    from result
    where creatinine > 0
        and event_date is not null
    group by
        person_id,
        event_date

),

adult as (

    -- Kappa and alpha of the equation, which holds for adults of known sex.
    select
        day.person_id,
        day.event_date,
        day.creatinine / case when patient.sex = 'female' then 0.7 else 0.9 end as relative_creatinine,
        case when patient.sex = 'female' then -0.241 else -0.302 end as alpha,
        case when patient.sex = 'female' then 1.012 else 1.0 end as sex_factor,
        {{ years_between('patient.birth_date', 'day.event_date') }} as age
    from day
    inner join patient
        on day.person_id = patient.person_id
    where patient.sex in ('female', 'male')
        and {{ years_between('patient.birth_date', 'day.event_date') }} >= 18

),

rate as (

    -- CKD-EPI 2021, without race: Inker et al, N Engl J Med 2021;385:1737-1749.
    select
        person_id,
        event_date,
        142
        * power(least(relative_creatinine, 1.0), alpha)
        * power(greatest(relative_creatinine, 1.0), -1.200)
        * power(0.9938, age)
        * sex_factor as value
    from adult

),

span as (

    {{ valid_spans('rate') | indent(4) }}

)

select
    person_id,
    valid_from_date,
    valid_to_date,
    value
from span
