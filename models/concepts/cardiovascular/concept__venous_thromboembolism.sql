{{ concept(conditions('venous_thromboembolism')) }}
