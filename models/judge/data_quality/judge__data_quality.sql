with

{% for part in ['table', 'eligibility', 'medical_claim', 'pharmacy_claim', 'coverage'] -%}
{{ part }}_quality as (

    select
        '{{ 'structural' if part == 'table' else 'logical' }}' as level,
        table_name,
        column_name,
        severity,
        sentence,
        data_source,
        rows_checked,
        rows_failing,
        example_key
    from {{ ref('judge__' ~ part ~ '_quality') }}

),

{% endfor -%}
figure_quality as (

    select * from {{ ref('judge__figure_quality') }}

),

answer as (

    {% for part in ['table', 'eligibility', 'medical_claim', 'pharmacy_claim', 'coverage'] -%}
    select
        *,
        cast(null as double) as measured_value,
        cast(null as double) as low,
        cast(null as double) as high
    from {{ part }}_quality
    union all
    {% endfor -%}
    select
        'analytical' as level,
        figure as table_name,
        subject || ', ' || payer_type as column_name,
        severity,
        'figure is not between its bounds' as sentence,
        cast(null as varchar) as data_source,
        1 as rows_checked,
        is_out_of_range as rows_failing,
        cast(null as varchar) as example_key,
        measured_value,
        low,
        high
    from figure_quality

)

select
    level,
    table_name,
    column_name,
    cast(severity as integer) as severity,
    sentence,
    data_source,
    cast(rows_checked as bigint) as rows_checked,
    cast(rows_failing as bigint) as rows_failing,
    cast(rows_failing / cast(nullif(rows_checked, 0) as double) as double) as failing_share,
    example_key,
    measured_value,
    low,
    high,
    rows_failing = 0 as is_passed
from answer
