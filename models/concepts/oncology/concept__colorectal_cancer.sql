{{ concept(conditions('colorectal_cancer')) }}
