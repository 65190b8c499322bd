{{ cohort(
    entry = any_of(
        first('chronic_kidney_disease_claim', setting=['inpatient', 'home_health']),
        first('chronic_kidney_disease_claim', at_least=2, within_days=730)
    ),
    exit = death(),
    reference_years = 2
) }}
