{{ concept(conditions('asthma', source='claims')) }}
