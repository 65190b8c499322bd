{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

patient as (

    select *
    from {{ ref('input_layer__patient') }}
    qualify row_number() over (partition by person_id order by patient_id) = 1

),

eligibility as (

    select *
    from {{ ref('input_layer__eligibility') }}
    qualify
        row_number()
            over (partition by person_id order by enrollment_end_date desc, member_id asc, plan asc)
        = 1

),

last_covered as (

    select max(enrollment_end_date) as last_day
    from {{ ref('input_layer__eligibility') }}

),

zip_code as (

    select * from {{ ref('terminology__zip_code') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

),

-- Coverage without an end is still a day's data, and charts may come without coverage.
end_of_data as (

    select least(last_covered.last_day, cast(last_run.tuva_last_run as date)) as last_day
    from last_covered
    cross join last_run

),

-- Who has a chart is described by it, everybody else by the latest coverage span; a death that only one of
-- them learned of counts.
person as (

    select
        coalesce(patient.person_id, eligibility.person_id) as person_id,
        {% for column in [
            'name_suffix', 'first_name', 'middle_name', 'last_name', 'race', 'birth_date',
            'social_security_number', 'address', 'city', 'state', 'zip_code', 'phone', 'email', 'ethnicity',
            'data_source'
        ] -%}
        case when patient.person_id is null then eligibility.{{ column }} else patient.{{ column }} end
            as {{ column }},
        {% endfor -%}
        case when patient.person_id is null then eligibility.gender else patient.sex end as sex,
        coalesce(patient.death_date, eligibility.death_date) as death_date,
        patient.county,
        patient.latitude,
        patient.longitude
    from patient
    full outer join eligibility on patient.person_id = eligibility.person_id

),

aged as (

    select
        person.*,
        {{ years_between('person.birth_date', 'coalesce(person.death_date, end_of_data.last_day)') }} as age
    from person
    cross join end_of_data

)

select
    aged.person_id,
    aged.name_suffix,
    aged.first_name,
    aged.middle_name,
    aged.last_name,
    aged.sex,
    aged.race,
    aged.birth_date,
    aged.death_date,
    case when aged.death_date is null then 0 else 1 end as death_flag,
    aged.social_security_number,
    aged.address,
    aged.city,
    aged.state,
    aged.zip_code,
    coalesce(aged.county, zip_code.county_name) as county,
    coalesce(aged.latitude, zip_code.latitude) as latitude,
    coalesce(aged.longitude, zip_code.longitude) as longitude,
    aged.phone,
    aged.email,
    aged.ethnicity,
    aged.age,
    case
        when aged.age >= 90 then '90+'
        else cast(aged.age - aged.age % 10 as varchar) || '-' || cast(aged.age - aged.age % 10 + 9 as varchar)
    end as age_group,
    aged.data_source,
    last_run.tuva_last_run
from aged
cross join last_run
left join zip_code on left(aged.zip_code, 5) = zip_code.zip
{% endif %}
