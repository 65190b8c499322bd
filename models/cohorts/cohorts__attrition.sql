{% for name in all_cohorts() -%}
select
    '{{ name }}' as cohort,
    coalesce(lost_to, 'member') as outcome,
    count(*) as person_count,
    count(*) / cast(sum(count(*)) over () as double) as person_share
from {{ screened(ref('cohort__' ~ name)) }}
group by lost_to
{%- if not loop.last %}
union all
{% endif %}
{%- endfor %}
