{{ cohort(
    entry = one_or_two('stroke_or_tia_claim', within_days=365),
    exit = death(),
    reference_years = 1
) }}
