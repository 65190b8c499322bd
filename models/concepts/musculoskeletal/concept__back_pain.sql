{{ concept(conditions('back_pain')) }}
