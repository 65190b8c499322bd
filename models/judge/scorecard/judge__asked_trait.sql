{#- Where rules name traits; lists are joined by &. -#}
{%- set columns = [
    ('people_measure', 'trait'),
    ('people_measure', 'amount_trait'),
    ('people_measure', 'people'),
    ('event_measure', 'people'),
    ('event_measure', 'mark_people'),
    ('compound_trait', 'part'),
] -%}

with

named as (

    {% for seed, column in columns -%}
    select {{ each_item(column, ' & ') }} as trait from {{ ref(seed) }}
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}

)

select distinct trait
from named
