{{ cohort(
    entry = first('mood_disorder_claim'),
    exit = death(),
    reference_years = 1
) }}
