{{ concept(conditions('breast_cancer')) }}
