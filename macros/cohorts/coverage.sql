{#
    The stretches of days on which people have a benefit, as steps and a select: spans of core.coverage that fulfill
    `has_benefit`, stitched together. `coverage` names a step with all spans.
#}
{% macro unbroken_spans(coverage, has_benefit) -%}
dated as (

    -- Some payers write 9999-12-31 or the like for an end that nobody knows.
    select
        person_id,
        {{ has_benefit }} as has_benefit,
        enrollment_start_date,
        case when enrollment_end_date < date '2900-01-01' then enrollment_end_date end as enrollment_end_date,
        cast(file_date as date) as file_date,
        cast(tuva_last_run as date) as last_run_date
    from {{ coverage }}

),

last_known as (

    -- A span without an end still ran when the last other ended and when its file was written.
    select coalesce(greatest(max(enrollment_end_date), max(file_date)), max(last_run_date)) as last_date
    from dated

),

span as (

    select distinct
        dated.person_id,
        dated.enrollment_start_date as coverage_start_date,
        coalesce(
            dated.enrollment_end_date,
            greatest(dated.enrollment_start_date, last_known.last_date)
        ) as coverage_end_date
    from dated
    cross join last_known
    where dated.has_benefit
        and dated.enrollment_start_date <= coalesce(dated.enrollment_end_date, dated.enrollment_start_date)

),

stretch as (

    {{ stitched('span', 'coverage_start_date', 'coverage_end_date') | indent(4) }}

)
{%- endmacro %}
