{{ concept(conditions('chronic_kidney_disease', source='claims')) }}
