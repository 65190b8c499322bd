{{ cohort(
    entry = every('delivery'),
    rules = {
        'recorded as a woman': sex('female')
    },
    exit = days_after(0),
    collapse_gap = 60
) }}
