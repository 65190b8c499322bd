{{ cohort(
    entry = members_of('diabetes'),
    rules = {
        'covered for a year after': enrolled(days_after=365),
        'no A1c in the year after': never_within('hemoglobin_a1c_test', days_after=365)
    },
    exit = until_event('hemoglobin_a1c_test')
) }}
