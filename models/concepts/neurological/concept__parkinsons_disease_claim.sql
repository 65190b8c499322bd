{{ concept(conditions('parkinsons_disease', source='claims')) }}
