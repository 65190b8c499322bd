{{ concept(conditions('pneumonia', source='claims')) }}
