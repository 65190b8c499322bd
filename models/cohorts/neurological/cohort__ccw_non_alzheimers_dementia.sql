{{ cohort(
    entry = any_of(
        first('non_alzheimers_dementia_claim', setting=['inpatient', 'home_health']),
        first('non_alzheimers_dementia_claim', at_least=2, within_days=730)
    ),
    exit = death(),
    reference_years = 2
) }}
