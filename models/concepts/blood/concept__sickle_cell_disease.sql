{{ concept(conditions('sickle_cell_disease')) }}
