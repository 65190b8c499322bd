{{ cohort(
    entry = last('acute_inpatient_stay'),
    rules = {
        'died within 30 days': has_within('death', days_after=30)
    },
    exit = end_of_data()
) }}
