{{ concept(conditions('alzheimers_disease')) }}
