{{ cohort(
    entry = first('gastrointestinal_bleeding', setting=['inpatient', 'emergency']),
    rules = {
        'anticoagulant in the 90 days before': has_before('oral_anticoagulant', within_days=90)
    },
    exit = earliest_of(days_after(365), end_of_enrollment())
) }}
