{{ cohort(
    entry = any_of(
        first('parkinsons_disease_claim', setting=['inpatient', 'home_health']),
        first('parkinsons_disease_claim', at_least=2, within_days=730)
    ),
    exit = death(),
    reference_years = 2
) }}
