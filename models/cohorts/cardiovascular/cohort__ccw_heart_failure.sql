{{ cohort(
    entry = first('heart_failure_claim'),
    exit = death(),
    reference_years = 2
) }}
