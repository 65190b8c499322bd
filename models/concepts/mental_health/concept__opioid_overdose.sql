{{ concept(conditions('opioid_overdose')) }}
