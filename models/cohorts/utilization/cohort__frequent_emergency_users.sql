{{ cohort(
    entry = nth('emergency_visit', n=4, within_days=365),
    exit = earliest_of(days_after(365), end_of_enrollment())
) }}
