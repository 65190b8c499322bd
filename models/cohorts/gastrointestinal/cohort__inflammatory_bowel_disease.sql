{{ cohort(
    entry = one_or_two('inflammatory_bowel_disease', within_days=730),
    exit = death()
) }}
