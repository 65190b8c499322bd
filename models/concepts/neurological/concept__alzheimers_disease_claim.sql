{{ concept(conditions('alzheimers_disease', source='claims')) }}
