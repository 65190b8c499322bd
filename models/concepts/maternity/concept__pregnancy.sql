{{ concept(conditions('pregnancy')) }}
