{{ concept(conditions('anemia', source='claims')) }}
