{{ concept(conditions('uncontrolled_diabetes')) }}
