{{ cohort(
    entry = every('acute_inpatient_stay'),
    rules = {
        'discharged in the 30 days before': has_before('acute_inpatient_discharge', within_days=30)
    },
    exit = days_after(30)
) }}
