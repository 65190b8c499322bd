{{ concept(conditions('lung_cancer', source='claims')) }}
