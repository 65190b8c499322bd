{{ concept(conditions('gestational_diabetes')) }}
