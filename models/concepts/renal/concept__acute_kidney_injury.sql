{{ concept(conditions('acute_kidney_injury')) }}
