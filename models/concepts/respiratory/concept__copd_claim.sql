{{ concept(conditions('copd', source='claims')) }}
