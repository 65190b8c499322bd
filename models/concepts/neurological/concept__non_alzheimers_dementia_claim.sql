{{ concept(conditions('non_alzheimers_dementia', source='claims')) }}
