{{ concept(conditions('schizophrenia')) }}
