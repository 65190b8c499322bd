{{ concept(conditions('depression', source='claims')) }}
