{{ cohort(
    entry = first('vitamin_d_deficiency'),
    rules = {
        'diabetes at entry': in_cohort('diabetes'),
        'adult at entry':    age(at_least=18)
    },
    exit = end_of_enrollment()
) }}
