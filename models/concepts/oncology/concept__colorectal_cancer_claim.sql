{{ concept(conditions('colorectal_cancer', source='claims')) }}
