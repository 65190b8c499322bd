{{ concept(conditions('depression')) }}
