{{ cohort(
    entry = first('ischemic_heart_disease_claim'),
    exit = death(),
    reference_years = 2
) }}
