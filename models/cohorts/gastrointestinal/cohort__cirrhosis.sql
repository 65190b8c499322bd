{{ cohort(
    entry = one_or_two('cirrhosis', within_days=730),
    exit = death()
) }}
