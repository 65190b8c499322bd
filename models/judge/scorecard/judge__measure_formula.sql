with

formula as (

    select * from {{ ref('formula_measure') }}

),

component as (

    select * from {{ ref('judge__measure_component') }}

),

paired as (

    select
        formula.measure,
        formula.operation,
        one.measured_value as first_value,
        one.standard_error as first_error,
        other.measured_value as second_value,
        other.standard_error as second_error
    from formula
    inner join component as one on formula.first_measure = one.measure
    inner join component as other on formula.second_measure = other.measure

),

-- Odds of a percentage, and errors relative to each value and to its odds.
prepared as (

    select
        *,
        first_value / nullif(100 - first_value, 0) as first_odds,
        second_value / nullif(100 - second_value, 0) as second_odds,
        power(first_error / nullif(first_value, 0), 2) as first_variance,
        power(second_error / nullif(second_value, 0), 2) as second_variance,
        power(100 * first_error / nullif(first_value * (100 - first_value), 0), 2) as first_odds_variance,
        power(100 * second_error / nullif(second_value * (100 - second_value), 0), 2) as second_odds_variance
    from paired

),

solved as (

    select
        *,
        case operation
            when 'ratio' then first_value / nullif(second_value, 0)
            when 'difference' then first_value - second_value
            when 'odds ratio' then first_odds / nullif(second_odds, 0)
            when 'complement' then 100 - first_value
        end as measured_value
    from prepared

)

-- Errors as if the two were independent: a little too wide where the same people are in both.
select
    measure,
    measured_value,
    first_value as numerator,
    second_value as denominator,
    case operation
        when 'ratio' then abs(measured_value) * sqrt(first_variance + second_variance)
        when 'difference' then sqrt(power(first_error, 2) + power(second_error, 2))
        when 'odds ratio' then measured_value * sqrt(first_odds_variance + second_odds_variance)
        when 'complement' then first_error
    end as standard_error
from solved
