with

screened as (
{% for name in all_cohorts() %}
    select
        '{{ name }}' as cohort,
        lost_to
    from {{ screened(ref('cohort__' ~ name)) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
{%- endfor %}

)

select
    cohort,
    coalesce(lost_to, 'member') as outcome,
    count(*) as person_count,
    count(*) / cast(sum(count(*)) over (partition by cohort) as double) as person_share
from screened
group by
    cohort,
    lost_to
