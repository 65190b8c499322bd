{{ cohort(
    entry = any_of(
        first('type_2_diabetes', at_least=2, days_apart=30),
        first('type_2_diabetes', setting='inpatient'),
        first('metformin')
    ),
    rules = {
        'enrolled for the year before': enrolled(days_before=365),
        'adult at entry':               age(at_least=18),
        'no type 1 diabetes before':    never_before('type_1_diabetes')
    },
    exit = end_of_enrollment()
) }}
