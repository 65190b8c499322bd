{{ cohort(
    entry = every('pregnancy'),
    rules = {
        'recorded as a woman':                   sex('female'),
        'no delivery in the eight weeks before': never_within('delivery', days_before=56)
    },
    exit = earliest_of(until_event('delivery'), days_after(60)),
    collapse_gap = 30
) }}
