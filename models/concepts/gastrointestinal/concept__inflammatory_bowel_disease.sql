{{ concept(conditions('inflammatory_bowel_disease')) }}
