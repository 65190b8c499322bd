{{ concept(conditions('diabetic_ketoacidosis')) }}
