{{ concept(conditions('asthma')) }}
