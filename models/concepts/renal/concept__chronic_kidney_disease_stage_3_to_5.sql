{{ concept(conditions('chronic_kidney_disease_stage_3_to_5')) }}
