{{ config(materialized="view") }}

{%- set readings = [
    'height', 'weight', 'body_mass_index', 'systolic_blood_pressure', 'diastolic_blood_pressure', 'hemoglobin_a1c',
    'glucose', 'total_cholesterol', 'ldl_cholesterol', 'hdl_cholesterol', 'triglycerides', 'creatinine', 'egfr',
    'urine_albumin_creatinine_ratio', 'bone_density_t_score', 'phq_9', 'gad_7'
] -%}

with

person as (

    select * from {{ ref('judge__person') }}

),

examination as (

    select * from {{ ref('truth__examination') }}
    where person_id in (select person.person_id from person)

),

child_obesity as (

    select * from {{ ref('child_obesity') }}

),

reading as (

    {% for reading in readings -%}
    select
        person_id,
        'exam.{{ reading }}' as trait,
        {{ reading }} as trait_value
    from examination
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}

),

-- A child is obese by the 95th percentile of its age and sex, not by a body mass index of 30.
child as (

    select
        examination.person_id,
        'exam.body_mass_index_over_95th_percentile' as trait,
        cast(examination.body_mass_index >= child_obesity.body_mass_index as integer) as trait_value
    from examination
    inner join person on examination.person_id = person.person_id
    inner join child_obesity
        on
        person.sex = child_obesity.sex
        and person.age = child_obesity.age

)

select
    person_id,
    trait,
    cast(trait_value as double) as trait_value
from reading
where trait_value is not null
union all
select
    person_id,
    trait,
    cast(trait_value as double) as trait_value
from child
