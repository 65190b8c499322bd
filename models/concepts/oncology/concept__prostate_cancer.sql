{{ concept(conditions('prostate_cancer')) }}
