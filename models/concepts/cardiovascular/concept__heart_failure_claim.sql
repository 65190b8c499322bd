{{ concept(conditions('heart_failure', source='claims')) }}
