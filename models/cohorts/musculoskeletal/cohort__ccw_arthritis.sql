{{ cohort(
    entry = first('arthritis_claim', at_least=2, within_days=730),
    exit = death(),
    reference_years = 2
) }}
