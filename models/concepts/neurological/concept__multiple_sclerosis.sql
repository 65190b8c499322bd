{{ concept(conditions('multiple_sclerosis')) }}
