{{ concept(conditions('ischemic_heart_disease', source='claims')) }}
