{{ concept(conditions('tobacco_use')) }}
