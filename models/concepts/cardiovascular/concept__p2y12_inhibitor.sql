{{ concept(medications('p2y12_inhibitor')) }}
