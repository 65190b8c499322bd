{%- set member = member_columns() -%}

with

eligibility as (

    -- Over a finished core of a reader's own, its coverage has the same columns.
    select * from {{ ref('core__coverage') if brings_own_core() else ref('input_layer__eligibility') }}

),

-- Coverage that goes on, written as no end or as one far away, lasts until the extract of its source.
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

placed as (

    select
        *,
        max(enrollment_end_date) over (
            partition by member_key
            order by enrollment_start_date, enrollment_end_date, payer_type
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from span

),

-- Spans of one plan may overlap: a day belongs to the first span that covers it.
counted as (

    select
        *,
        case
            when covered_until >= enrollment_start_date
                then cast({{ dbt.dateadd('day', 1, 'covered_until') }} as date)
            else enrollment_start_date
        end as first_day
    from placed

)

select
    member_key,
    person_id,
    member_id,
    payer,
    payer_type,
    plan,
    data_source,
    first_day,
    enrollment_end_date as last_day
from counted
where first_day <= enrollment_end_date
