{{ concept(conditions('hypertension', source='claims')) }}
