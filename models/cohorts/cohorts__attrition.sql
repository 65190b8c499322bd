with

step as (

    {{ attrition_steps(all_cohorts()) | indent(4) }}

),

screened as (

    {% for cohort in all_cohorts() -%}
    select
        '{{ cohort }}' as cohort,
        lost_to
    from {{ screened(ref('cohort__' ~ cohort)) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}

),

entered as (

    select
        cohort,
        count(*) as entered_count
    from screened
    group by cohort

),

lost as (

    select
        cohort,
        lost_to,
        count(*) as lost_count
    from screened
    where lost_to is not null
    group by
        cohort,
        lost_to

),

counted as (

    select
        step.cohort,
        step.step,
        step.rule,
        coalesce(entered.entered_count, 0) as entered_count,
        coalesce(lost.lost_count, 0) as lost_count
    from step
    left join entered
        on step.cohort = entered.cohort
    left join lost
        on step.cohort = lost.cohort
        and step.rule = lost.lost_to
        and step.step > 0

),

remaining as (

    select
        *,
        entered_count - sum(lost_count) over (
            partition by cohort
            order by step
            rows between unbounded preceding and current row
        ) as remaining_count
    from counted

)

select
    cohort,
    step,
    rule,
    lost_count,
    cast(remaining_count as bigint) as remaining_count,
    remaining_count / cast(nullif(entered_count, 0) as double) as remaining_share
from remaining
