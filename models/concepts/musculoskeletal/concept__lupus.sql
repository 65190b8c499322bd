{{ concept(conditions('lupus')) }}
