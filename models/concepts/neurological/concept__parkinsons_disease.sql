{{ concept(conditions('parkinsons_disease')) }}
