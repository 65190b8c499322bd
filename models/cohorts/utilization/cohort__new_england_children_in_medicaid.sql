{{ cohort(
    entry = first('medicaid_coverage'),
    rules = {
        'younger than 18':      age(at_most=17),
        'lives in New England': resides(['CT', 'MA', 'ME', 'NH', 'RI', 'VT']),
        'stays for 90 days':    enrolled(days_after=90)
    },
    exit = end_of_enrollment(max_gap=45)
) }}
