{{ concept(conditions('rheumatoid_arthritis')) }}
