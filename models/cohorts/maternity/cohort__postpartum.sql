{{ cohort(
    entry = members_of('delivery', every_spell=true),
    exit = days_after(42)
) }}
