{{ concept(conditions('pneumonia')) }}
