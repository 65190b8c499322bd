{{ cohort(
    entry = any_of(
        first('diabetes', at_least=2, days_apart=1),
        first('diabetes', setting='inpatient'),
        all_of(first('elevated_hemoglobin_a1c'), first('diabetes'))
    ),
    rules = {
        'enrolled on the day of entry': enrolled()
    },
    exit = death()
) }}
