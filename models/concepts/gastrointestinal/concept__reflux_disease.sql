{{ concept(conditions('reflux_disease')) }}
