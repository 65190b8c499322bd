{{ concept(conditions('history_of_cancer')) }}
