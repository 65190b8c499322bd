{{ cohort(
    entry = first('type_1_diabetes', at_least=2, within_days=730),
    rules = {
        'insulin around entry': has_within('insulin', days_before=180, days_after=90)
    },
    exit = death()
) }}
