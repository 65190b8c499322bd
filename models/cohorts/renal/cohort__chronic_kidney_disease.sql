{{ cohort(
    entry = any_of(
        first('reduced_egfr', at_least=2, days_apart=90),
        one_or_two('chronic_kidney_disease_stage_3_to_5', within_days=730),
        first('end_stage_kidney_disease')
    ),
    exit = death()
) }}
