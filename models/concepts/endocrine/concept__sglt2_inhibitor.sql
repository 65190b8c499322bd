{{ concept(medications('sglt2_inhibitor')) }}
