{{ concept(conditions('osteoarthritis')) }}
