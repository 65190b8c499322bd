{{ cohort(
    entry = one_or_two('colorectal_cancer_claim', within_days=365),
    exit = death(),
    reference_years = 1
) }}
