{{ concept(conditions('endometrial_cancer')) }}
