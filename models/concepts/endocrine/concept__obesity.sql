{{ concept(conditions('obesity')) }}
