{{ concept(conditions('type_2_diabetes')) }}
