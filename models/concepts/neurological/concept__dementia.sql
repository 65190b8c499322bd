{{ concept(conditions('dementia')) }}
