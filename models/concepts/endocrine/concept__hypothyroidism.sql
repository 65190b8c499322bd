{{ concept(conditions('hypothyroidism')) }}
