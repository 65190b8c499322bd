{{ cohort(
    entry = any_of(
        first('copd_claim', setting=['inpatient', 'home_health']),
        first('copd_claim', at_least=2, within_days=365)
    ),
    exit = death(),
    reference_years = 1
) }}
