{{ config(materialized="view") }}

select
    person_id,
    trait,
    trait_value
from {{ ref('judge__trait_simple') }}
union all
select
    person_id,
    trait,
    trait_value
from {{ ref('judge__trait_compound') }}
