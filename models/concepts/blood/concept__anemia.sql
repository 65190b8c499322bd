{{ concept(conditions('anemia')) }}
