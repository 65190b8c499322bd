{{ cohort(
    entry = every('acute_inpatient_stay'),
    rules = {
        'many illnesses known': score('charlson', at_least=5)
    },
    exit = days_after(90)
) }}
