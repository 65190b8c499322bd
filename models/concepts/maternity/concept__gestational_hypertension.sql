{{ concept(conditions('gestational_hypertension')) }}
