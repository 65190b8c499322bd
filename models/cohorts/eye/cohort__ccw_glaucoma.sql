{{ cohort(
    entry = first('glaucoma_claim'),
    exit = death(),
    reference_years = 1
) }}
