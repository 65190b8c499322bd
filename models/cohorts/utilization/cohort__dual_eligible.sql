{{ cohort(
    entry = any_of(every('medicare_coverage'), every('medicaid_coverage')),
    rules = {
        'Medicare on the day': payer('medicare'),
        'Medicaid on the day': payer('medicaid')
    },
    exit = end_of_enrollment()
) }}
