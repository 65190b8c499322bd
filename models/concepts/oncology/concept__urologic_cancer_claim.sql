{{ concept(conditions('urologic_cancer', source='claims')) }}
