{{ concept(conditions('diabetic_neuropathy')) }}
