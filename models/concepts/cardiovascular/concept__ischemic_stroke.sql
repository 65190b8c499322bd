{{ concept(conditions('ischemic_stroke')) }}
