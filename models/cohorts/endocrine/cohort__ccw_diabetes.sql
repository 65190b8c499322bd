{{ cohort(
    entry = any_of(
        first('diabetes_claim', setting=['inpatient', 'home_health']),
        first('diabetes_claim', at_least=2, within_days=730)
    ),
    exit = death(),
    reference_years = 2
) }}
