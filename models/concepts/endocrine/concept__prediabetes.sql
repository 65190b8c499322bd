{{ concept(conditions('prediabetes')) }}
