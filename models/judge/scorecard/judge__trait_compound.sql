with

part as (

    select * from {{ ref('compound_trait') }}

),

simple as (

    select * from {{ ref('judge__trait_simple') }}

),

person as (

    select * from {{ ref('judge__person') }}

),

present as (

    select
        simple.person_id,
        part.trait,
        part.part_group
    from part
    inner join simple
        on
        part.part = simple.trait
        and simple.trait_value >= coalesce(part.low, cast('-inf' as double))
        and simple.trait_value < coalesce(part.high, cast('inf' as double))
    where not part.is_absent

),

absent as (

    select
        person.person_id,
        part.trait,
        part.part_group
    from part
    cross join person
    left join simple
        on
        part.part = simple.trait
        and person.person_id = simple.person_id
    where part.is_absent and simple.person_id is null

),

needed as (

    select
        trait,
        max(required_groups) as required_groups
    from part
    group by trait

),

-- Each group once, whichever of its parts hold.
held as (

    select * from present
    union
    select * from absent

)

select
    held.person_id,
    held.trait,
    cast(count(*) as double) as trait_value
from held
inner join needed on held.trait = needed.trait
group by
    held.person_id,
    held.trait
having count(*) >= max(needed.required_groups)
