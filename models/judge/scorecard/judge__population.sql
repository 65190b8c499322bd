with

trait as (

    select * from {{ ref('judge__trait') }}

),

asked as (

    select distinct people as population
    from {{ ref('people_measure') }}
    where people <> ''
    union
    select distinct people as population
    from {{ ref('event_measure') }}
    where people <> ''
    union
    select distinct mark_people as population
    from {{ ref('event_measure') }}
    where mark_people <> ''

),

demand as (

    select
        population,
        {{ each_item('population', ' & ') }} as trait,
        length(population) - length(replace(population, '&', '')) + 1 as trait_count
    from asked

)

-- Who has every trait that a population asks for.
select
    demand.population,
    trait.person_id
from demand
inner join trait on demand.trait = trait.trait
group by
    demand.population,
    trait.person_id
having count(*) = max(demand.trait_count)
