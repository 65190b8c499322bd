{{ cohort(
    entry = any_of(
        every('postpartum_depression'),
        every('depression'),
        every('depressive_symptoms')
    ),
    rules = {
        'delivered in the year before':          has_before('delivery', within_days=365),
        'no depression in the two years before': never_before('depression', within_days=730)
    },
    exit = days_after(365)
) }}
