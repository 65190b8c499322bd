{{ config(materialized="view") }}

with

person as (

    select * from {{ ref('judge__person') }}

),

condition as (

    select * from {{ ref('core__condition') }}
    where person_id in (select person.person_id from person)

),

encounter as (

    select * from {{ ref('core__encounter') }}

),

stay as (

    select encounter_id from encounter
    where encounter_type = 'acute inpatient'

),

procedure as (

    select * from {{ ref('core__procedure') }}
    where person_id in (select person.person_id from person)

),

immunization as (

    select * from {{ ref('core__immunization') }}
    where person_id in (select person.person_id from person)

),

lab_result as (

    select * from {{ ref('core__lab_result') }}
    where person_id in (select person.person_id from person)

),

observation as (

    select * from {{ ref('core__observation') }}
    where person_id in (select person.person_id from person)

),

pharmacy_claim as (

    select * from {{ ref('core__pharmacy_claim') }}
    where person_id in (select person.person_id from person)

),

drug as (

    select * from {{ ref('judge__drug') }}

)

select
    condition.person_id,
    condition.recorded_date as record_date,
    condition.data_source,
    condition.normalized_code_type as code_type,
    condition.normalized_code as code,
    stay.encounter_id is not null as is_inpatient,
    cast(1 as double) as amount
from condition
left join stay on condition.encounter_id = stay.encounter_id
union all
select
    person_id,
    procedure_date,
    data_source,
    normalized_code_type,
    normalized_code,
    false as is_inpatient,
    1 as amount
from procedure
union all
select
    person_id,
    occurrence_date,
    data_source,
    normalized_code_type,
    normalized_code,
    false as is_inpatient,
    1 as amount
from immunization
union all
select
    person_id,
    cast(collection_datetime as date) as record_date,
    data_source,
    normalized_component_type,
    normalized_component_code,
    false as is_inpatient,
    try_cast(result as double) as amount
from lab_result
union all
select
    person_id,
    observation_date,
    data_source,
    normalized_code_type,
    normalized_code,
    false as is_inpatient,
    try_cast(result as double) as amount
from observation
union all
select
    pharmacy_claim.person_id,
    pharmacy_claim.dispensing_date,
    pharmacy_claim.data_source,
    'atc' as code_type,
    coalesce(drug.atc_code, pharmacy_claim.ndc_code) as code,
    false as is_inpatient,
    pharmacy_claim.days_supply
from pharmacy_claim
left join drug on pharmacy_claim.ndc_code = drug.ndc_code
