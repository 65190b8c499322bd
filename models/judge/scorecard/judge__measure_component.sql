{%- set kinds = ['ratio', 'distribution', 'life_table', 'rank'] -%}

{% for kind in kinds -%}
select
    measure,
    measured_value,
    numerator,
    denominator,
    standard_error,
    '{{ kind }}' as kind
from {{ ref('judge__measure_' ~ kind) }}
{% if not loop.last %}union all
{% endif %}
{%- endfor %}
