{{ concept(conditions('end_stage_kidney_disease')) }}
