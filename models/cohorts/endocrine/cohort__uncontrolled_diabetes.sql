{{ cohort(
    entry = any_of(every('poor_glycemic_control'), every('uncontrolled_diabetes')),
    rules = {
        'known diabetes': in_cohort('diabetes')
    },
    exit = until_event('good_glycemic_control')
) }}
