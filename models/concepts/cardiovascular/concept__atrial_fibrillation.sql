{{ concept(conditions('atrial_fibrillation')) }}
