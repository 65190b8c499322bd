{{ cohort(
    entry = one_or_two('liver_disease', within_days=730),
    exit = death()
) }}
