{{ cohort(
    entry = at_least_k_of(2,
        first('diabetes'),
        first('elevated_hemoglobin_a1c'),
        first('metformin'),
        first('insulin'),
        within_days=365
    ),
    exit = death()
) }}
