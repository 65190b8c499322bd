{{ cohort(
    entry = first('high_blood_pressure', at_least=2, days_apart=7, within_days=365),
    exit = death()
) }}
