{{ concept(conditions('diabetes_with_complications')) }}
