{{ concept(conditions('peripheral_artery_disease')) }}
