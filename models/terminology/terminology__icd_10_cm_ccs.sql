{{ config(materialized='table') }}

with

icd_10_cm as (

    select * from {{ ref('terminology__icd_10_cm') }}

),

newer as (

    select * from {{ ref('ccs_of_newer_diagnosis') }}

),

ccs as (

    select
        ccs,
        min(ccs_description) as ccs_description
    from icd_10_cm
    where ccs is not null
    group by ccs

),

beginning as (

    select
        icd_10_cm.icd_10_cm,
        icd_10_cm.ccs,
        icd_10_cm.is_billable,
        lengths.characters,
        left(icd_10_cm.icd_10_cm, lengths.characters) as beginning
    from icd_10_cm
    cross join (values (3), (4), (5), (6)) as lengths (characters)
    where length(icd_10_cm.icd_10_cm) >= lengths.characters

),

counted as (

    select
        beginning,
        ccs,
        count(*) as codes
    from beginning
    where ccs is not null
    group by
        beginning,
        ccs

),

-- CCS ended in 2019: a later code belongs where most of the codes stand that begin like it.
likely as (

    select
        beginning.icd_10_cm,
        counted.ccs
    from beginning
    inner join counted on beginning.beginning = counted.beginning
    where beginning.is_billable and beginning.ccs is null
    qualify
        row_number()
            over (
                partition by beginning.icd_10_cm
                order by beginning.characters desc, counted.codes desc, counted.ccs asc
            )
        = 1

)

select
    icd_10_cm.icd_10_cm,
    ccs.ccs,
    ccs.ccs_description,
    icd_10_cm.ccs is null as is_inferred
from icd_10_cm
left join newer on icd_10_cm.icd_10_cm = newer.icd_10_cm
left join likely on icd_10_cm.icd_10_cm = likely.icd_10_cm
inner join ccs on coalesce(icd_10_cm.ccs, newer.ccs, likely.ccs) = ccs.ccs
