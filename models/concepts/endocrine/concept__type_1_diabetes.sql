{{ concept(conditions('type_1_diabetes')) }}
