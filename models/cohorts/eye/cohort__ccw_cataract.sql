{{ cohort(
    entry = first('cataract_claim', setting=['outpatient', 'emergency', 'other']),
    exit = death(),
    reference_years = 1
) }}
