{{ concept(conditions('influenza')) }}
