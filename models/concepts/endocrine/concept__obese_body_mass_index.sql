{{ concept(vitals('body_mass_index', at_least=30, unit='kg/m2')) }}
