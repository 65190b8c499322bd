{{ cohort(
    entry = first('sepsis', setting='inpatient'),
    rules = {
        'alive 30 days later': never_within('death', days_after=30)
    },
    exit = days_after(365)
) }}
