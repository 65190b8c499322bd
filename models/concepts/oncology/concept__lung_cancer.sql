{{ concept(conditions('lung_cancer')) }}
