{{ cohort(
    entry = one_or_two('alcohol_use_disorder', within_days=730),
    exit = death()
) }}
