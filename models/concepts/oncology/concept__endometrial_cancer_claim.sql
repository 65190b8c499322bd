{{ concept(conditions('endometrial_cancer', source='claims')) }}
