{{ concept(conditions('any_cancer')) }}
