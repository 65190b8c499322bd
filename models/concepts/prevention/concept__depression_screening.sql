{{ concept(conditions('depression_screening'), procedures('depression_screening')) }}
