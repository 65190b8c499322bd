{#- Care belongs to the year in which it was given, in what payer and patient paid for it together. -#}
{% set costly_year_end %}
with

spent as (

    select
        person_id,
        claim_line_start_date as spent_date,
        allowed_amount
    from {{ ref('core__medical_claim') }}
    union all
    select
        person_id,
        dispensing_date as spent_date,
        allowed_amount
    from {{ ref('core__pharmacy_claim') }}

),

per_year as (

    select
        spent.person_id,
        year.last_date,
        sum(spent.allowed_amount) as allowed_amount
    from spent
    inner join {{ ref('cohorts__year') }} as year
        on spent.spent_date between year.first_date and year.last_date
    group by
        spent.person_id,
        year.last_date

),

ranked as (

    select
        person_id,
        last_date,
        percent_rank() over (partition by last_date order by allowed_amount desc) as rank_share
    from per_year

)

select
    person_id,
    last_date as entry_date
from ranked
where rank_share < 0.05
{% endset %}

{{ cohort(
    entry = plain_sql(
        costly_year_end,
        words='every last day of a year with allowed amounts among the highest 5 percent of all with claims',
        recurs=true
    ),
    rules = {
        'covered when the year ends': enrolled()
    },
    exit = earliest_of(days_after(365), end_of_enrollment())
) }}
