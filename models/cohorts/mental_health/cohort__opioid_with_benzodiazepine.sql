{{ cohort(
    entry = all_of(every('opioid'), every('benzodiazepine'), within_days=7),
    rules = {
        'no cancer in the year before': never_within('any_cancer', days_before=365),
        'no palliative care before':    never_before('palliative_care')
    },
    exit = days_after(90)
) }}
