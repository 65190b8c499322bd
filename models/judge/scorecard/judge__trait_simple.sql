{%- set families = ['person', 'coverage', 'condition', 'examination', 'record', 'visit', 'spending'] -%}

with

family as (

    {% for family in families -%}
    select
        person_id,
        trait,
        cast(trait_value as double) as trait_value
    from {{ ref('judge__trait_' ~ family) }}
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}

),

asked_trait as (

    select * from {{ ref('judge__asked_trait') }}

)

-- Only what some rule speaks of.
select
    family.person_id,
    family.trait,
    family.trait_value
from family
inner join asked_trait on family.trait = asked_trait.trait
