with

target as (

    select * from {{ ref('target') }}

),

component as (

    select * from {{ ref('judge__measure_component') }}

),

formula as (

    select * from {{ ref('judge__measure_formula') }}

),

not_expressible as (

    select * from {{ ref('not_expressible') }}

),

note as (

    select * from {{ ref('judge__measure_note') }}

),

measured as (

    select
        measure,
        measured_value,
        numerator,
        denominator,
        standard_error
    from component
    union all
    select
        measure,
        measured_value,
        numerator,
        denominator,
        standard_error
    from formula

),

scored as (

    select
        target.target_id,
        target.domain,
        target.metric,
        target.population,
        target.frame,
        target.confidence,
        target.unit,
        target.target_value,
        target.low,
        target.high,
        measured.measured_value,
        measured.standard_error,
        measured.numerator,
        measured.denominator,
        target.low - 2 * measured.standard_error as lower_end,
        target.high + 2 * measured.standard_error as upper_end,
        (measured.measured_value - target.target_value) / ((target.high - target.low) / 2) as z_score,
        case when not_expressible.target_id is null then 'scored' else 'not_expressible' end as status,
        not_expressible.reason,
        note.method,
        target.source
    from target
    left join measured on target.target_id = measured.measure
    left join not_expressible on target.target_id = not_expressible.target_id
    left join note on target.target_id = note.measure

)

select
    target_id,
    domain,
    metric,
    population,
    frame,
    confidence,
    unit,
    target_value,
    low,
    high,
    measured_value as value,
    standard_error,
    z_score,
    case when status = 'scored' then coalesce(measured_value between low and high, false) end as is_in_band,
    case when status = 'scored' then coalesce(measured_value between lower_end and upper_end, false) end
        as is_within_error,
    numerator,
    denominator,
    status,
    reason,
    method,
    source
from scored
