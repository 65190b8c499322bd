{#- What is compared: the share of one sum in another, times a number. -#}
{%- set measures = {
    'acute inpatient stays per 1,000': ('acute_inpatient_stays', 'member_months', 12000),
    'emergency department visits per 1,000': ('emergency_visits', 'member_months', 12000),
    'office visits per 1,000': ('office_visits', 'member_months', 12000),
    'paid per member and month': ('paid_amount', 'member_months', 1),
    'readmissions per stay': ('readmissions', 'index_stays', 1),
    'deaths per 1,000': ('deaths', 'member_months', 12000),
} -%}
with

stratum as (

    select * from {{ ref('cohort_comparison__stratum') }}

),

person_month as (

    select * from {{ ref('cohort_comparison__person_month') }}

),

everyone as (

    select
        {{ compared_sums() }}
    from person_month

),

measured as (

    {% for measure, (numerator, denominator, factor) in measures.items() -%}
    select
        stratum.cohort,
        '{{ measure }}' as measure,
        cast({{ factor }} as double) as factor,
        stratum.persons,
        stratum.member_months,
        stratum.others_member_months,
        cast(stratum.{{ numerator }} as decimal(18, 2)) as numerator,
        stratum.{{ denominator }} as denominator,
        cast(stratum.others_{{ numerator }} as double) as others_numerator,
        cast(stratum.others_{{ denominator }} as double) as others_denominator,
        cast(everyone.{{ numerator }} as double) as everyone_numerator,
        cast(everyone.{{ denominator }} as double) as everyone_denominator,
        everyone.member_months as everyone_member_months
    from stratum
    cross join everyone
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- Against everyone a cohort stands as it is.
against_everyone as (

    select
        cohort,
        'everyone' as comparison,
        measure,
        sum(persons) as persons,
        sum(member_months) as member_months,
        sum(numerator) as event_count,
        sum(denominator) as denominator,
        max(factor) * sum(numerator) / nullif(sum(denominator), 0) as cohort_value,
        max(everyone_member_months) as comparison_member_months,
        max(factor) * max(everyone_numerator) / nullif(max(everyone_denominator), 0) as comparison_value,
        cast(1 as double) as compared_share
    from measured
    group by
        cohort,
        measure

),

-- A stratum without others counts on neither side.
with_others as (

    select
        cohort,
        measure,
        factor,
        persons,
        member_months,
        denominator as own_denominator,
        case when others_denominator > 0 then numerator else 0 end as numerator,
        case when others_denominator > 0 then denominator else 0 end as denominator,
        case when others_denominator > 0 then others_member_months else 0 end as others_member_months,
        others_numerator / nullif(others_denominator, 0) as others_rate
    from measured

),

-- The others' rate of each stratum counts as much as the cohort has time (or stays) in it.
against_matched as (

    select
        cohort,
        'matched' as comparison,
        measure,
        sum(persons) as persons,
        sum(member_months) as member_months,
        sum(numerator) as event_count,
        sum(denominator) as denominator,
        max(factor) * sum(numerator) / nullif(sum(denominator), 0) as cohort_value,
        sum(others_member_months) as comparison_member_months,
        -- Rounded, so that the order in which rows were summed leaves no trace.
        max(factor) * round(sum(denominator * others_rate), 9) / nullif(sum(denominator), 0)
            as comparison_value,
        sum(denominator) / cast(nullif(sum(own_denominator), 0) as double) as compared_share
    from with_others
    group by
        cohort,
        measure

),

compared as (

    select * from against_everyone
    union all
    select * from against_matched

)

select
    cohort,
    comparison,
    measure,
    cast(persons as bigint) as persons,
    cast(member_months as bigint) as member_months,
    cast(event_count as double) as event_count,
    cast(denominator as double) as denominator,
    cohort_value,
    cast(comparison_member_months as bigint) as comparison_member_months,
    comparison_value,
    cohort_value - comparison_value as difference,
    cohort_value / nullif(comparison_value, 0) as ratio,
    compared_share
from compared
