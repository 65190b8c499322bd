{{ concept(conditions('epilepsy')) }}
