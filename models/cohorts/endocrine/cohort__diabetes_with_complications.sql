{{ cohort(
    entry = all_of(members_of('diabetes'), first('diabetes_with_complications')),
    exit = death()
) }}
