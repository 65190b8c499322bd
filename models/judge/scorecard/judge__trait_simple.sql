{%- set families = ['person', 'coverage', 'condition', 'examination', 'record', 'visit', 'spending'] -%}

{% for family in families -%}
select
    person_id,
    trait,
    cast(trait_value as double) as trait_value
from {{ ref('judge__trait_' ~ family) }}
{% if not loop.last %}union all
{% endif %}
{%- endfor %}
