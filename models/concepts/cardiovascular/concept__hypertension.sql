{{ concept(conditions('hypertension')) }}
