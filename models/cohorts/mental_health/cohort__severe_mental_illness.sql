{{ cohort(
    entry = any_of(
        one_or_two('schizophrenia', within_days=730),
        one_or_two('bipolar_disorder', within_days=730)
    ),
    rules = {
        'adult at entry': age(at_least=18)
    },
    exit = death()
) }}
