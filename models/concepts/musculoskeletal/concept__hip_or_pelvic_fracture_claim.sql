{{ concept(conditions('hip_or_pelvic_fracture', source='claims')) }}
