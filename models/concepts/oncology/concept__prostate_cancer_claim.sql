{{ concept(conditions('prostate_cancer', source='claims')) }}
