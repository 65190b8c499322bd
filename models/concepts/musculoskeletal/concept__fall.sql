{{ concept(conditions('fall')) }}
