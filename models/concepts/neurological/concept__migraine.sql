{{ concept(conditions('migraine')) }}
