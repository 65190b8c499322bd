{{ cohort(
    entry = any_of(every('hip_replacement'), every('knee_replacement')),
    rules = {
        'no fracture of the hip': never_within('hip_or_pelvic_fracture', days_before=30),
        'covered around it':      enrolled(days_before=90, days_after=90)
    },
    exit = days_after(90)
) }}
