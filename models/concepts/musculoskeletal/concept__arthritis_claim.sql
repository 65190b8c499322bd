{{ concept(conditions('arthritis', source='claims')) }}
