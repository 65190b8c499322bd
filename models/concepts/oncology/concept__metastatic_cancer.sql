{{ concept(conditions('metastatic_cancer')) }}
