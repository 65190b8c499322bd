{{ cohort(
    entry = one_or_two('heart_failure', within_days=730),
    rules = {
        'adult at entry': age(at_least=18)
    },
    exit = death()
) }}
