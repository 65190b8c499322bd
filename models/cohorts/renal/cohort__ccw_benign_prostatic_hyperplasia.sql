{{ cohort(
    entry = any_of(
        first('benign_prostatic_hyperplasia_claim', setting=['inpatient', 'home_health']),
        first('benign_prostatic_hyperplasia_claim', at_least=2, within_days=365)
    ),
    exit = death(),
    reference_years = 1
) }}
