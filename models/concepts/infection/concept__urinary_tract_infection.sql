{{ concept(conditions('urinary_tract_infection')) }}
