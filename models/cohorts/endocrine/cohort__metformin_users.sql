{{ cohort(
    entry = every('metformin'),
    exit = end_of_drug_era('metformin', gap=30)
) }}
