{{ concept(conditions('liver_disease')) }}
