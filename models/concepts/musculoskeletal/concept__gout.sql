{{ concept(conditions('gout')) }}
