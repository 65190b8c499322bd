{% for name in all_cohorts() -%}
select
    '{{ name }}' as cohort,
    person_id,
    cohort_start_date,
    cohort_end_date
from {{ ref('cohort__' ~ name) }}
{%- if not loop.last %}
union all
{% endif %}
{%- endfor %}
