{{ cohort(
    entry = every('chemotherapy'),
    rules = {
        'cancer around the day': has_within('any_cancer', days_before=90, days_after=30)
    },
    exit = days_after(0),
    collapse_gap = 60
) }}
