{{ concept(conditions('hepatitis_c')) }}
