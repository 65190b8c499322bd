{{ concept(conditions('glaucoma')) }}
