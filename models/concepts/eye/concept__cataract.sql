{{ concept(conditions('cataract')) }}
