{{ cohort(
    entry = any_of(
        one_or_two('opioid_use_disorder', within_days=730),
        first('opioid_use_disorder_treatment')
    ),
    exit = death()
) }}
