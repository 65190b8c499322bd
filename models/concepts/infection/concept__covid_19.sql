{{ concept(conditions('covid_19')) }}
