{{ concept(conditions('prenatal_care'), procedures('prenatal_care')) }}
