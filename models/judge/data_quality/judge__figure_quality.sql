with

range as (

    select * from {{ ref('data_quality_range') }}

),

plan_figure as (

    select * from {{ ref('judge__plan_figure') }}

),

person_figure as (

    select * from {{ ref('judge__person_figure') }}

),

measured as (

    select * from plan_figure
    union all
    select * from person_figure

),

sold as (

    select distinct payer_type from plan_figure

)

-- Nothing is asked of a line of business that nobody has; what cannot be measured is no failure.
select
    range.figure,
    range.subject,
    range.payer_type,
    range.severity,
    measured.measured_value,
    range.low,
    range.high,
    case when measured.measured_value not between range.low and range.high then 1 else 0 end
        as is_out_of_range
from range
inner join sold on range.payer_type = sold.payer_type
left join measured
    on range.figure = measured.figure
    and range.subject = measured.subject
    and range.payer_type = measured.payer_type
