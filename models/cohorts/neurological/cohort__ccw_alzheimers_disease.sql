{{ cohort(
    entry = first('alzheimers_disease_claim'),
    exit = death(),
    reference_years = 3
) }}
