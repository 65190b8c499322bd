{{ concept(conditions('alcoholic_liver_disease')) }}
