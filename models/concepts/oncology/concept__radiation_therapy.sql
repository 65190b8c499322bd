{{ concept(conditions('radiation_therapy'), procedures('radiation_therapy')) }}
