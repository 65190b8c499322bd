{{ concept(conditions('iron_deficiency_anemia')) }}
