{{ concept(conditions('diabetic_kidney_disease')) }}
