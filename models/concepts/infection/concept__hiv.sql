{{ concept(conditions('hiv')) }}
