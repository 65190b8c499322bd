{{ cohort(
    entry = any_of(
        first('hypertension', at_least=2, within_days=730),
        all_of(
            first('high_blood_pressure', at_least=2, days_apart=7, within_days=365),
            first('ace_inhibitor_or_arb')
        )
    ),
    rules = {
        'adult at entry': age(at_least=18),
        'not pregnant':   not_in_cohort('pregnancy')
    },
    exit = end_of_enrollment(max_gap=45)
) }}
