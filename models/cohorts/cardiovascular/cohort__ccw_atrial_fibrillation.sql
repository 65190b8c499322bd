{{ cohort(
    entry = one_or_two('atrial_fibrillation_claim', within_days=365),
    exit = death(),
    reference_years = 1
) }}
