{%- set member = member_columns() -%}
{%- set made_key = "member_month.member_key || '-' || member_month.year_month" -%}

with

span as (

    select * from {{ ref('preprocessing__enrollment_span') }}

),

member as (

    select
        {% for column in member -%}
        min({{ column }}) as {{ column }},
        {% endfor -%}
        member_key
    from span
    group by member_key

),

span_month as (

    select
        member_key,
        payer_type,
        first_day,
        last_day,
        {{ each_month('first_day', 'last_day') }} as month_start
    from span

),

month as (

    select
        *,
        {{ dbt.last_day('month_start', 'month') }} as month_end
    from span_month

),

-- A month counts when any day of it is covered; who wants exposure uses covered_days.
covered as (

    select
        member_key,
        month_start,
        month_end,
        min(payer_type) as payer_type,
        sum({{ days_between('greatest(first_day, month_start)', 'least(last_day, month_end)') }} + 1)
            as covered_days
    from month
    group by member_key, month_start, month_end

),

-- Months are counted by a short key and then hear whose they are.
member_month as (

    select
        member.*,
        {{ year_month('covered.month_start') }} as year_month,
        covered.month_start,
        covered.payer_type,
        cast(covered.covered_days as integer) as covered_days,
        cast({{ days_between('covered.month_start', 'covered.month_end') }} + 1 as integer) as days_in_month
    from covered
    inner join member on covered.member_key = member.member_key

)
{%- if brings_own_core() %},

-- The claims of a finished core name its months by keys of its own.
known as (

    select
        {% for column in member + ['year_month'] -%}
        coalesce({{ column }}, '') as {{ column }},
        {% endfor -%}
        min(member_month_key) as member_month_key
    from {{ ref('core__member_months') }}
    group by all

)
{%- endif %}

select
    {{ 'coalesce(known.member_month_key, ' ~ made_key ~ ')' if brings_own_core() else made_key }}
        as member_month_key,
    member_month.member_key,
    member_month.person_id,
    member_month.member_id,
    member_month.year_month,
    member_month.month_start,
    member_month.payer,
    member_month.payer_type,
    member_month.plan,
    member_month.data_source,
    member_month.covered_days,
    member_month.days_in_month
from member_month
{%- if brings_own_core() %}
left join known
    on
    {% for column in member + ['year_month'] -%}
    {{ 'and ' if not loop.first }}coalesce(member_month.{{ column }}, '') = known.{{ column }}
    {% endfor -%}
{%- endif %}
