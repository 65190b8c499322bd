{{ cohort(
    entry = any_of(
        one_or_two('dementia', within_days=1095),
        first('dementia_drug')
    ),
    rules = {
        'at least 50 years old': age(at_least=50)
    },
    exit = death()
) }}
