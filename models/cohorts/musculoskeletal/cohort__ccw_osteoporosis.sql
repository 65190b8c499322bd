{{ cohort(
    entry = any_of(
        first('osteoporosis_claim', setting=['inpatient', 'home_health']),
        first('osteoporosis_claim', at_least=2, within_days=365)
    ),
    exit = death(),
    reference_years = 1
) }}
