{{ cohort(
    entry = first('hip_or_pelvic_fracture_claim', setting='inpatient'),
    exit = death(),
    reference_years = 1
) }}
