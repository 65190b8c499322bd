{{ cohort(
    entry = first('dementia_claim'),
    exit = death(),
    reference_years = 3
) }}
