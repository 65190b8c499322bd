{{ cohort(
    entry = all_of(
        first('asthma', at_least=2, within_days=365),
        nth('inhaler', n=4, within_days=365)
    ),
    rules = {
        '5 to 64 years old': age(at_least=5, at_most=64),
        'no copd before':    never_before('copd')
    },
    exit = end_of_enrollment()
) }}
