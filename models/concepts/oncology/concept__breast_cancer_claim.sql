{{ concept(conditions('breast_cancer', source='claims')) }}
