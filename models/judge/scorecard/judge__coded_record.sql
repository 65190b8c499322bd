with

condition as (

    select * from {{ ref('core__condition') }}

),

encounter as (

    select * from {{ ref('core__encounter') }}

),

procedure as (

    select * from {{ ref('core__procedure') }}

),

immunization as (

    select * from {{ ref('core__immunization') }}

),

lab_result as (

    select * from {{ ref('core__lab_result') }}

),

observation as (

    select * from {{ ref('core__observation') }}

),

pharmacy_claim as (

    select * from {{ ref('core__pharmacy_claim') }}

),

drug as (

    select * from {{ ref('judge__drug') }}

),

code_group as (

    select * from {{ ref('code_group') }}

),

record as (

    select
        condition.person_id,
        condition.recorded_date as record_date,
        condition.data_source,
        condition.normalized_code_type as code_type,
        condition.normalized_code as code,
        coalesce(encounter.encounter_type = 'acute inpatient', false) as is_inpatient,
        cast(1 as double) as amount
    from condition
    left join encounter on condition.encounter_id = encounter.encounter_id
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

),

used_code as (

    select distinct
        code_type,
        code
    from record

),

-- Each code is compared with the groups once, not once a record.
grouped_code as (

    select distinct
        used_code.code_type,
        used_code.code,
        code_group.code_group
    from used_code
    inner join code_group
        on
        used_code.code_type = code_group.code_type
        and left(used_code.code, length(coalesce(code_group.code, ''))) = coalesce(code_group.code, '')

)

select
    record.person_id,
    record.record_date,
    record.data_source,
    record.code_type,
    record.code,
    grouped_code.code_group,
    record.is_inpatient,
    record.amount
from record
inner join grouped_code
    on
    record.code_type = grouped_code.code_type
    and record.code = grouped_code.code
