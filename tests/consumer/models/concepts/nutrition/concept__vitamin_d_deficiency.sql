{{ concept(conditions('vitamin_d_deficiency')) }}
