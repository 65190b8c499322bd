{{ cohort(
    entry = first('glp_1_agonist'),
    rules = {
        'covered for the year before': enrolled(days_before=365, max_gap=31)
    },
    exit = end_of_drug_era('glp_1_agonist', gap=60)
) }}
