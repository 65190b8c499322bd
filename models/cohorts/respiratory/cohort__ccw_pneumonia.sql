{{ cohort(
    entry = any_of(
        first('pneumonia_claim', setting=['inpatient', 'home_health']),
        first('pneumonia_claim', at_least=2, within_days=365)
    ),
    exit = death(),
    reference_years = 1
) }}
