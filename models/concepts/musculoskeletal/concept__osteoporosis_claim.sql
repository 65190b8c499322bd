{{ concept(conditions('osteoporosis', source='claims')) }}
