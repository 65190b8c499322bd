{{ cohort(
    entry = every('antidepressant'),
    rules = {
        'covered for the year before':          enrolled(days_before=365),
        'no antidepressant in the year before': never_before('antidepressant', within_days=365),
        'adult at entry':                       age(at_least=18)
    },
    exit = end_of_drug_era('antidepressant', gap=30)
) }}
