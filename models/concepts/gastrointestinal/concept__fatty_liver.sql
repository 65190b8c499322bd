{{ concept(conditions('fatty_liver')) }}
