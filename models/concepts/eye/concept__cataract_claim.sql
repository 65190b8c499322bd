{{ concept(conditions('cataract', source='claims')) }}
