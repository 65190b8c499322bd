{%- set seeds = [
    'people_measure', 'event_measure', 'life_table_measure', 'rank_measure', 'formula_measure'
] -%}

with

every_rule as (

    {% for seed in seeds -%}
    select distinct
        measure,
        note,
        '{{ seed }}' as rule_table
    from {{ ref(seed) }}
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}

)

-- How each figure is reached where it departs from the published definition.
select
    measure,
    rule_table,
    max(note) as method
from every_rule
group by
    measure,
    rule_table
