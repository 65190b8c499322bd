{{ concept(procedures('mechanical_ventilation')) }}
