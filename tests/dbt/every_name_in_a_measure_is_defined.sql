-- A misspelled trait, mark or group would measure nothing and look like a finding of zero.
with

trait as (

    select family.family || '.' || code_group.code_group as name
    from {{ ref('record_family') }} as family
    inner join {{ ref('code_group') }} as code_group on family.code_type = code_group.code_type
    union
    select trait as name from {{ ref('compound_trait') }}
    union
    select distinct trait as name from {{ ref('judge__trait_simple') }}

),

used_trait as (

    select trait as name from {{ ref('people_measure') }}
    union
    select amount_trait from {{ ref('people_measure') }}
    union
    select {{ each_item('people', ' & ') }} from {{ ref('people_measure') }}
    union
    select {{ each_item('people', ' & ') }} from {{ ref('event_measure') }}
    union
    select mark_people from {{ ref('event_measure') }}
    union
    select part from {{ ref('compound_trait') }}

),

-- A mark with a point is role.code group; marks that are sentences may belong to nobody in a small world.
mark as (

    select code_group as name from {{ ref('code_group') }}
    union
    select market_group as name from {{ ref('market_group') }}

),

used_mark as (

    select {{ each_item('given', ' & ') }} as name from {{ ref('event_measure') }}
    union
    select {{ each_item('mark', ' & ') }} from {{ ref('event_measure') }}

)

select
    'trait' as kind,
    used_trait.name
from used_trait
left join trait on used_trait.name = trait.name
where
    used_trait.name is not null
    and trait.name is null
    -- Families whose rows are true only of some: a small world may hold nobody.
    and split_part(used_trait.name, '.', 1) not in (
        'true', 'told', 'ever_true', 'ever_told', 'visits', 'true_visits', 'covered_year', 'covered_day',
        'covered_ever', 'enrolled', 'true_visits_of_group', 'medicaid_group', 'person', 'race', 'language'
    )
union all
select
    'mark' as kind,
    used_mark.name
from used_mark
left join mark on split_part(used_mark.name, '.', 2) = mark.name
where
    used_mark.name like '%.%'
    and mark.name is null
    and split_part(used_mark.name, '.', 1) not in ('month', 'season')
