{{ cohort(
    entry = any_of(
        first('hyperlipidemia_claim', setting=['inpatient', 'home_health']),
        first('hyperlipidemia_claim', at_least=2, within_days=365)
    ),
    exit = death(),
    reference_years = 1
) }}
