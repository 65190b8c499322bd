{{ cohort(
    entry = first('breast_cancer', at_least=2, within_days=90),
    rules = {
        'covered for the year before': enrolled(days_before=365),
        'no history of cancer before': never_before('history_of_cancer')
    },
    exit = death()
) }}
