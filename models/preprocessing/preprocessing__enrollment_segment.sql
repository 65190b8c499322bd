with

span as (

    select
        *,
        extract(year from first_day) * 12 + extract(month from first_day) as first_month,
        extract(year from last_day) * 12 + extract(month from last_day) as last_month
    from {{ ref('preprocessing__enrollment_span') }}

),

-- Spans do not overlap: one begins a new segment if a whole month lies between it and the span before.
begun as (

    select
        *,
        case
            when first_month <= lag(last_month) over (partition by member_key order by first_day) + 1 then 0
            else 1
        end as is_new_segment
    from span

),

placed as (

    select
        *,
        sum(is_new_segment) over (
            partition by member_key
            order by first_day
            rows between unbounded preceding and current row
        ) as segment_number
    from begun

)

select
    member_key,
    {% for column in member_columns() -%}
    min({{ column }}) as {{ column }},
    {% endfor -%}
    {{ year_month('min(first_day)') }} as first_year_month,
    {{ year_month('max(last_day)') }} as last_year_month
from placed
group by member_key, segment_number
