{{ concept(
    procedures('opioid_use_disorder_treatment'),
    medications('opioid_use_disorder_treatment')
) }}
