{{ concept(conditions('benign_prostatic_hyperplasia', source='claims')) }}
