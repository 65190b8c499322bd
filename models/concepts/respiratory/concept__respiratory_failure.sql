{{ concept(conditions('respiratory_failure')) }}
