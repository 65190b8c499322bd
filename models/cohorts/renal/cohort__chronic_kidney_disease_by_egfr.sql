{{ cohort(
    entry = first('reduced_egfr', at_least=2, days_apart=90),
    exit = death()
) }}
