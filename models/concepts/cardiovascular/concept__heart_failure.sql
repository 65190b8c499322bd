{{ concept(conditions('heart_failure')) }}
