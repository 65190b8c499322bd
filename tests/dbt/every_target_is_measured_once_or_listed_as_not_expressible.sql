-- Measures are figures, or parts of figures that a formula puts together.
with

measure as (

    {% for seed in ['people_measure', 'event_measure', 'life_table_measure', 'formula_measure'] -%}
    select measure from {{ ref(seed) }}
    union all
    {% endfor -%}
    select distinct measure from {{ ref('rank_measure') }}
    union all
    select target_id as measure from {{ ref('not_expressible') }}

),

part as (

    select first_measure as measure from {{ ref('formula_measure') }}
    union
    select second_measure as measure from {{ ref('formula_measure') }}

),

counted as (

    select
        measure,
        count(*) as times
    from measure
    group by measure

)

select
    coalesce(target.target_id, counted.measure, part.measure) as measure,
    counted.times
from {{ ref('target') }} as target
full outer join counted on target.target_id = counted.measure
full outer join part on counted.measure = part.measure
where
    counted.times is null
    or counted.times > 1
    or target.target_id is null and part.measure is null
