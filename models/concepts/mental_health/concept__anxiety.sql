{{ concept(conditions('anxiety')) }}
