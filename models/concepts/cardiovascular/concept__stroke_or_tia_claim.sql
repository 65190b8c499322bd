{{ concept(conditions('stroke_or_tia', source='claims')) }}
