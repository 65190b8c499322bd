{{ concept(conditions('osteoporosis')) }}
