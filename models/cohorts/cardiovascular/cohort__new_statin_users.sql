{{ cohort(
    entry = every('statin'),
    rules = {
        'covered for the year before':  enrolled(days_before=365),
        'no statin in the year before': never_before('statin', within_days=365),
        'adult at entry':               age(at_least=18)
    },
    exit = end_of_drug_era('statin', gap=60)
) }}
