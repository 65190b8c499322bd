{%- set member = ['person_id', 'member_id', 'payer', 'plan', 'data_source'] -%}
{%- set made_key = "member_month.member_key || '-' || member_month.year_month" -%}

with

eligibility as (

    -- Over a finished core of a reader's own, its coverage has the same columns.
    select * from {{ ref('core__coverage') if brings_own_core() else ref('input_layer__eligibility') }}

),

-- Coverage that goes on, written as no end or as one far away, has months until the extract of its source.
span as (

    select
        person_id,
        member_id,
        payer,
        payer_type,
        plan,
        data_source,
        -- Made from content: stays the same whatever else arrives.
        left(md5(concat_ws(
            '|',
            coalesce({{ member | join(", ''),\n            coalesce(") }}, '')
        )), 20) as member_key,
        enrollment_start_date,
        least(
            enrollment_end_date,
            cast(
                max(coalesce(ingest_datetime, cast(file_date as timestamp))) over (partition by data_source)
                as date
            )
        ) as enrollment_end_date
    from eligibility

),

span_month as (

    select
        *,
        {{ each_month('enrollment_start_date', 'enrollment_end_date') }} as month_start
    from span

),

month as (

    select
        *,
        {{ dbt.last_day('month_start', 'month') }} as month_end,
        greatest(enrollment_start_date, month_start) as first_day,
        least(enrollment_end_date, month_end) as last_day
    from span_month

),

-- Spans of one plan may overlap: a day counts for the first span that covers it.
counted as (

    select
        *,
        max(last_day) over (
            partition by member_key, month_start
            order by first_day, last_day
            rows between unbounded preceding and 1 preceding
        ) as counted_until
    from month

),

covered as (

    select
        *,
        {{ days_between('month_start', 'month_end') }} + 1 as days_in_month,
        case
            when counted_until is null or counted_until < first_day
                then {{ days_between('first_day', 'last_day') }} + 1
            else greatest({{ days_between('counted_until', 'last_day') }}, 0)
        end as covered_days
    from counted

),

-- A month counts when any day of it is covered; who wants exposure uses covered_days.
member_month as (

    select
        person_id,
        member_id,
        {{ year_month('month_start') }} as year_month,
        month_start,
        payer,
        min(payer_type) as payer_type,
        plan,
        data_source,
        member_key,
        cast(sum(covered_days) as integer) as covered_days,
        cast(max(days_in_month) as integer) as days_in_month
    from covered
    group by person_id, member_id, month_start, payer, plan, data_source, member_key

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
