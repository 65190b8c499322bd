{#- Where events with days come from. -#}
{%- set sources = ['care', 'event_line', 'event_claim', 'event_fill'] -%}

with

people as (

    select * from {{ ref('judge__sum_people') }}

),

people_measure as (

    select * from {{ ref('people_measure') }}

),

event as (

    {% for source in sources -%}
    select
        event,
        cast(days as double) as days
    from {{ ref('judge__' ~ source) }}
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}

),

event_measure as (

    select * from {{ ref('event_measure') }}

),

described as (

    select
        people_measure.measure,
        people_measure.statistic,
        people_measure.per,
        people.denominator as value_count,
        people.standard_deviation,
        people.median_value,
        people.mean_log,
        people.log_deviation
    from people
    inner join people_measure on people.measure = people_measure.measure
    where people_measure.statistic in ('standard_deviation', 'median', 'geometric_mean')
    union all
    -- The middle of days; of all events of a kind, for marks are not asked for here.
    select
        event_measure.measure,
        event_measure.statistic,
        max(event_measure.per) as per,
        count(event.days) as value_count,
        stddev_samp(event.days) as standard_deviation,
        median(event.days) as median_value,
        null as mean_log,
        null as log_deviation
    from event_measure
    inner join event on event_measure.event = event.event
    where event_measure.statistic = 'median'
    group by
        event_measure.measure,
        event_measure.statistic

)

-- Errors of large samples from a distribution that is roughly normal (of logarithms for a geometric mean).
select
    measure,
    per * case statistic
        when 'standard_deviation' then standard_deviation
        when 'median' then median_value
        when 'geometric_mean' then exp(mean_log)
    end as measured_value,
    cast(null as double) as numerator,
    cast(value_count as double) as denominator,
    per * case statistic
        when 'standard_deviation' then standard_deviation / sqrt(2 * value_count)
        when 'median' then sqrt(pi() / 2) * standard_deviation / sqrt(value_count)
        when 'geometric_mean' then exp(mean_log) * log_deviation / sqrt(value_count)
    end as standard_error
from described
where value_count > 1
