{{ concept(conditions('copd')) }}
