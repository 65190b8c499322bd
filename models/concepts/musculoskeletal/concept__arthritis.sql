{{ concept(conditions('arthritis')) }}
