{{ concept(conditions('postpartum_depression')) }}
