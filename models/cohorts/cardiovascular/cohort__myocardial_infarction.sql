{{ cohort(
    entry = every('acute_myocardial_infarction', setting='inpatient'),
    rules = {
        'covered for 28 days before': enrolled(days_before=28),
        'no stay for one in those days':
            never_before('acute_myocardial_infarction', within_days=28, setting='inpatient')
    },
    exit = days_after(28)
) }}
