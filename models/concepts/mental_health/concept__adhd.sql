{{ concept(conditions('adhd')) }}
