{{ concept(conditions('diabetes', source='claims')) }}
