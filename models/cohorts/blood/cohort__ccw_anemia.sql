{{ cohort(
    entry = first('anemia_claim'),
    exit = death(),
    reference_years = 1
) }}
