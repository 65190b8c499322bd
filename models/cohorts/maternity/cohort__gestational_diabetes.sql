{{ cohort(
    entry = every('gestational_diabetes'),
    rules = {
        'pregnant':                 in_cohort('pregnancy'),
        'no diabetes known before': not_in_cohort('diabetes')
    },
    exit = earliest_of(until_event('delivery'), days_after(180)),
    collapse_gap = 30
) }}
