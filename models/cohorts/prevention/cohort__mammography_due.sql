{% set new_years_day %}
select
    coverage.person_id,
    year.first_date as entry_date
from {{ ref('cohorts__unbroken_coverage') }} as coverage
inner join {{ ref('cohorts__year') }} as year
    on year.first_date between coverage.coverage_start_date and coverage.coverage_end_date
{% endset %}

{{ cohort(
    entry = plain_sql(new_years_day, words='every first of January with coverage', recurs=true),
    rules = {
        'recorded as a woman':           sex('female'),
        '52 to 74 years old':            age(at_least=52, at_most=74),
        'covered for two years':         enrolled(days_before=730, max_gap=45),
        'no mammography in those years': never_before('mammography', within_days=730)
    },
    exit = until_event('mammography')
) }}
