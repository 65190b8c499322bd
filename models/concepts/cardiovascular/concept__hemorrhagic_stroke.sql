{{ concept(conditions('hemorrhagic_stroke')) }}
