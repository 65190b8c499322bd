{{ concept(conditions('mood_disorder', source='claims')) }}
