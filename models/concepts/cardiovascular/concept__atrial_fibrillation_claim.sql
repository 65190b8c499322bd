{{ concept(conditions('atrial_fibrillation', position='first_or_second', source='claims')) }}
