{{ concept(conditions('bipolar_disorder')) }}
