with

named as (

    {% for cohort, conditions in cohorts_of_truth().items() -%}
    {%- for condition in conditions -%}
    select
        '{{ cohort }}' as cohort,
        '{{ condition }}' as condition
    union all
    {% endfor -%}
    {%- endfor -%}
    select
        cast(null as {{ dbt.type_string() }}) as cohort,
        cast(null as {{ dbt.type_string() }}) as condition
    where false

)

select
    cohort,
    condition
from named
