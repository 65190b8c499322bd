{{ concept(conditions('diabetes')) }}
