{{ concept(conditions('hyperlipidemia', source='claims')) }}
