{{ concept(conditions('sepsis')) }}
