{{ concept(conditions('urologic_cancer')) }}
