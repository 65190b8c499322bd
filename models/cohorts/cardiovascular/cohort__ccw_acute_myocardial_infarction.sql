{{ cohort(
    entry = first('acute_myocardial_infarction_claim', setting='inpatient'),
    exit = death(),
    reference_years = 1
) }}
