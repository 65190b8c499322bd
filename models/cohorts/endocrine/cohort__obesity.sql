{{ cohort(
    entry = any_of(
        first('obesity'),
        first('obese_body_mass_index', at_least=2, days_apart=30)
    ),
    rules = {
        'adult at entry':                   age(at_least=18),
        'not pregnant in the months before': never_within('pregnancy', days_before=280)
    },
    exit = end_of_enrollment()
) }}
