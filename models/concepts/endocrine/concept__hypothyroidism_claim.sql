{{ concept(conditions('hypothyroidism', source='claims')) }}
