{{ concept(conditions('kidney_transplant'), procedures('kidney_transplant')) }}
