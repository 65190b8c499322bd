{{ concept(conditions('dementia', source='claims')) }}
