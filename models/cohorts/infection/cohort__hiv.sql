{{ cohort(
    entry = one_or_two('hiv', within_days=730),
    exit = death()
) }}
